import { listSessions } from '../database/databases.ts';
import { postgresUrl } from '../stage.ts';
import { table } from '../text-table.ts';

export async function sessions(): Promise<void> {
  const rows = (await listSessions(postgresUrl())).map((session) => [
    String(session.pid),
    session.user,
    session.application,
    session.client ?? '-',
    session.state ?? '-',
    session.since.toISOString(),
  ]);
  console.log(table(['pid', 'user', 'application', 'client', 'state', 'since'], rows));
}
