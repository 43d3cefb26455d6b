import { execFile } from 'node:child_process';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { ChildCommand } from './child.ts';
import { PartFailed } from './errors.ts';

const execute = promisify(execFile);

/**
 * Finds an account under which Postgres can run, since it refuses to run as root. For root it tries, in this order:
 * the owner of existing data; the account `postgres` or else `nobody`, if it can enter the folders; a user namespace
 * that maps root to that account's id, for a clone in a private folder such as /root. Creates no account on the
 * machine.
 */
export async function findPostgresAccount(binary: string, dataDir: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { run: (file, args) => ({ file, args }) };
  await mkdir(dirname(dataDir), { recursive: true });
  const account = await unprivilegedAccount();
  const data = await stat(dataDir).catch(() => undefined);
  const owner = data ? { uid: data.uid, gid: data.gid } : account;

  if (owner.uid !== 0 && (await canEnter(owner, binary, dataDir))) return asOther(owner);
  if ((!data || owner.uid === 0) && (await hasNamespaces(account, binary))) return inNamespace(account);
  throw new PartFailed(
    'postgres',
    `it refuses to run as root, and another account cannot enter ${dirname(dataDir)} or ${dirname(binary)}; ` +
      'put the clone, and the data (--data DIR), below folders that all accounts can enter',
  );
}

function asOther(owner: Ids): PostgresAccount {
  return { owner, run: (file, args) => ({ file, args, account: owner }) };
}

function inNamespace(account: Ids): PostgresAccount {
  return { run: (file, args) => ({ file: 'unshare', args: [...namespace(account), file, ...args] }) };
}

/** Options of `unshare` (util-linux 2.35 and newer). It execs the program, so the process keeps its id. */
const namespace = ({ uid, gid }: Ids) => ['--user', `--map-user=${uid}`, `--map-group=${gid}`];

async function unprivilegedAccount(): Promise<Ids> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].flatMap((name) => accounts.filter(([it]) => it === name))[0];
  return { uid: Number(account?.[2] ?? 65534), gid: Number(account?.[3] ?? 65534) };
}

async function canEnter(account: Ids, binary: string, dataDir: string): Promise<boolean> {
  try {
    await execute(binary, ['--version'], { ...account, cwd: '/' });
    await execute('test', ['-x', dirname(dataDir)], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function hasNamespaces(account: Ids, binary: string): Promise<boolean> {
  return execute('unshare', [...namespace(account), binary, '--version']).then(
    () => true,
    () => false,
  );
}

interface Ids {
  uid: number;
  gid: number;
}

export interface PostgresAccount {
  /** Required owner of the data directory, if not the caller. */
  owner?: Ids;
  run(file: string, args: string[]): { file: string; args: string[]; account?: ChildCommand['account'] };
}
