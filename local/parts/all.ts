import { cognito } from './cognito.ts';
import { dynamodb } from './dynamodb.ts';
import type { Part } from './part.ts';
import { postgres } from './postgres.ts';
import { services } from './services.ts';
import { web } from './web.ts';

/** The local cloud. It is stopped in the reverse order. */
export const parts: readonly Part[] = [postgres, dynamodb, cognito, services, web];
