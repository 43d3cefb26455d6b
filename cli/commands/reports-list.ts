import { command } from '../command.ts';

export const reportsList = command({
  description: 'list the reports that wait for an answer, oldest first',
  where: 'anywhere',
  stores: ['database'],
  json: true,
  examples: ['bin/cruddur reports list --stage prod'],
  async run(_, { out }) {
    const { listReports } = await import('../../shared/postgres/reports.ts');
    out.list(await listReports(), {
      report: ({ uuid }) => uuid,
      since: ({ created_at }) => created_at.toISOString(),
      reason: ({ reason }) => reason,
      reported: ({ reported }) => `@${reported}`,
      by: ({ reporter }) => `@${reporter}`,
      note: ({ note }) => note.slice(0, 60),
    });
  },
});
