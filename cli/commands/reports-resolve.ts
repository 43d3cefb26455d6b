import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { textOr } from '../options.ts';

export const reportsResolve = command({
  description: 'close a report; users suspend or users ban comes before, if need be',
  where: 'anywhere',
  stores: ['database'],
  arguments: { report: { description: 'its uuid, as reports list prints it' } },
  options: { as: textOr('looked at', 'text', 'what was done about it') },
  examples: ['bin/cruddur reports resolve 8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02 --as banned'],
  async run({ report, as }) {
    const { findOneReport } = await import('../people/reports.ts');
    const { resolveReport } = await import('../../shared/postgres/reports.ts');
    const { uuid } = await findOneReport(report);
    if (!(await resolveReport(uuid, as))) throw new CommandFailed('This report is resolved already.');
    return `The report is resolved: ${as}.`;
  },
});
