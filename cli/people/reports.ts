import { findReport, type Report } from '../../shared/postgres/reports.ts';
import { CommandFailed } from '../errors.ts';

/** The report of a uuid as written on the command line. */
export async function findOneReport(written: string): Promise<Report> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written);
  const report = isUuid ? await findReport(written) : undefined;
  if (!report) throw new CommandFailed(`There is no report ${written}.`);
  return report;
}
