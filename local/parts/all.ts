import { cognito } from './cognito.ts';
import { dynamodb } from './dynamodb.ts';
import type { Part } from './part.ts';
import { postgres } from './postgres.ts';
import { services } from './services.ts';
import { web } from './web.ts';

/** The parts of the local cloud in start order; they stop in reverse. */
export const parts: readonly Part[] = [postgres, dynamodb, cognito, services, web];
