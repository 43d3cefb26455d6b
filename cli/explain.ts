import { hint } from '../local/settings.ts';
import type { Place } from './place.ts';

/** Why a command failed, and what to do about it: a line for the error, for each of its causes, and for each hint. */
export function explain(error: unknown, place: Place): string[] {
  const causes = causesOf(error);
  const messages = causes.map(({ message }) => message).filter(Boolean);
  const hints = causes.map((cause) => hintFor(cause, place)).filter((text) => text !== undefined);
  return [...new Set([...messages, ...hints])];
}

/** A name with several addresses has one error for each, in `errors`. */
function causesOf(error: unknown): SystemError[] {
  if (!(error instanceof Error)) return [];
  const { errors = [], cause }: SystemError = error;
  return [error, ...errors.flatMap(causesOf), ...causesOf(cause)];
}

type SystemError = Error & {
  errors?: unknown[];
  code?: unknown;
  address?: string;
  port?: number;
  hostname?: string;
};

function hintFor({ name, code, address, port, hostname }: SystemError, place: Place): string | undefined {
  if (name === 'CredentialsProviderError') return noCredentials;
  if (/^(ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(name))
    return `AWS rejected these credentials. ${noCredentials}`;
  if (code === 'ECONNREFUSED' && address)
    return `Nothing answers at ${address}:${port}. ${whereToLook(place)}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host ${hostname} is unknown. ${whereToLook(place)}`;
  if (code === 'CONNECT_TIMEOUT' || name === 'TimeoutError') return whereToLook(place);
  return undefined;
}

const noCredentials =
  'Credentials are looked for in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the profile AWS_PROFILE of ' +
  '~/.aws/config and ~/.aws/credentials (aws sso login renews one), and in the role of the machine. Set one of them.';

function whereToLook({ stage, local }: Place): string {
  if (!stage) return `Is the local cloud running (${hint(local, 'local up')})?`;
  return (
    `The database of ${stage} has no public address. Use a VPN or a peered network ` +
    `(bin/cruddur rds update-sg-rule --stage ${stage}), or set CRUDDUR_POSTGRES_URL to a tunnel.`
  );
}
