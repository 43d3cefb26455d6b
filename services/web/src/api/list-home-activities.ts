import type { Activity } from '../../../../shared/contract/activities.ts';
import { request } from './request.ts';

/** The home feed, newest first. */
export async function listHomeActivities(): Promise<Activity[]> {
  return (await request<Activity[]>('GET', '/api/activities/home', { public: true })).data;
}
