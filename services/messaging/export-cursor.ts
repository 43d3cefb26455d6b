import { createHmac, timingSafeEqual } from 'node:crypto';
import { securitySettings } from '../../shared/config.ts';
import { MalformedCursor } from '../../shared/errors.ts';
import type { Place } from './export-steps.ts';

/**
 * The cursor of an export is signed, because only a request without one counts against the limit: a cursor that a client
 * makes up would be an export that nobody counts.
 */
export interface ExportCursor {
  /** Milliseconds since 1970. */
  started: number;
  place: Place;
}

const { CRUDDUR_LOG_KEY: key } = securitySettings();
const GOOD_FOR_MS = 24 * 60 * 60 * 1_000;
const SIGNATURE_BYTES = 16;

export function sealCursor(sub: string, cursor: ExportCursor): string {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${text}.${sign(sub, text).toString('base64url')}`;
}

/** @throws MalformedCursor if it is of another account, of yesterday, or not ours. */
export function openCursor(sub: string, sealed: string): ExportCursor {
  const [text = '', signature = ''] = sealed.split('.');
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, sign(sub, text)))
    throw new MalformedCursor();
  const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as ExportCursor;
  if (Date.now() - cursor.started > GOOD_FOR_MS) throw new MalformedCursor();
  return cursor;
}

/** The log's key signs nothing else that begins like this. */
const sign = (sub: string, text: string) =>
  createHmac('sha256', key).update(`export\n${sub}\n${text}`).digest().subarray(0, SIGNATURE_BYTES);
