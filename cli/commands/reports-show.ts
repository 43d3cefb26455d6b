import { command } from '../command.ts';

export const reportsShow = command({
  description: 'show a report with its evidence: the messages as they were then',
  where: 'anywhere',
  stores: ['database'],
  json: true,
  arguments: { report: { description: 'its uuid, as reports list prints it' } },
  examples: ['bin/cruddur reports show 8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02 --stage prod'],
  async run({ report: uuid }, { out }) {
    const { findOneReport } = await import('../people/reports.ts');
    const report = await findOneReport(uuid);
    const state = report.resolved_at ? `resolved: ${report.resolution}` : 'waits';
    out.item(report, `@${report.reporter} reports @${report.reported}: ${report.reason}, ${state}`);
    if (report.note) out.note(`Note: ${report.note}`);
    for (const message of report.evidence as {
      created_at: string;
      handle: string;
      message: string;
      uuid: string;
    }[]) {
      const mark = message.uuid === report.message_uuid ? '>' : ' ';
      out.item(message, `${mark} ${message.created_at}  @${message.handle}  ${message.message}`);
    }
  },
});
