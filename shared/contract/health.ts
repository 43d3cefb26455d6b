import * as v from 'valibot';
import type { Operation } from './operation.ts';

export const Health = () => v.object({ status: v.literal('ok') });

export const checkUsersHealth = {
  name: 'checkUsersHealth',
  summary: 'Whether the users service reaches its stores',
  public: true,
  response: Health,
  errors: [],
} as const satisfies Operation;

export const checkMessagingHealth = {
  name: 'checkMessagingHealth',
  summary: 'Whether the messaging service reaches its stores',
  public: true,
  response: Health,
  errors: [],
} as const satisfies Operation;
