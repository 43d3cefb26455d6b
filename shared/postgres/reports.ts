import type { ReportReason } from '../contract/reports.ts';
import { DELETED_ACCOUNT } from '../contract/users.ts';
import { query } from './client.ts';

export interface NewReport {
  reporter_uuid: string;
  reported_uuid: string;
  message_group_uuid: string;
  message_uuid: string | null;
  reason: ReportReason;
  note: string;
  /** The messages as they were, oldest first. */
  evidence: readonly object[];
}

/** Stores a report. The uuid is made here: the functions may not read reports. @returns its uuid. */
export async function insertReport(uuid: string, report: NewReport): Promise<void> {
  await query(
    (sql) => sql`
      insert into reports (uuid, reporter_uuid, reported_uuid, message_group_uuid, message_uuid, reason, note, evidence)
      values (${uuid}, ${report.reporter_uuid}, ${report.reported_uuid}, ${report.message_group_uuid},
        ${report.message_uuid}, ${report.reason}, ${report.note}, ${JSON.stringify(report.evidence)}::text::jsonb)`,
  );
}

export interface Report extends NewReport {
  uuid: string;
  created_at: Date;
  resolved_at: Date | null;
  resolution: string | null;
  reporter: string;
  reported: string;
}

/** The reports that wait, oldest first, with the handles of both people; at most 100. */
export function listReports(): Promise<Omit<Report, 'evidence'>[]> {
  return query(
    (sql) => sql<Omit<Report, 'evidence'>[]>`
      select r.uuid, r.reason, r.note, r.created_at, r.message_group_uuid, r.message_uuid,
        coalesce(a.handle, ${DELETED_ACCOUNT.handle}) as reporter, coalesce(b.handle, ${DELETED_ACCOUNT.handle}) as reported
      from reports r join users a on a.uuid = r.reporter_uuid join users b on b.uuid = r.reported_uuid
      where r.resolved_at is null order by r.created_at limit 100`,
  );
}

export async function findReport(uuid: string): Promise<Report | undefined> {
  const [report] = await query(
    (sql) => sql<Report[]>`
      select r.*, coalesce(a.handle, ${DELETED_ACCOUNT.handle}) as reporter, coalesce(b.handle, ${DELETED_ACCOUNT.handle}) as reported
      from reports r join users a on a.uuid = r.reporter_uuid join users b on b.uuid = r.reported_uuid
      where r.uuid = ${uuid}`,
  );
  return report;
}

/** @returns whether it waited. */
export async function resolveReport(uuid: string, resolution: string): Promise<boolean> {
  const { count } = await query(
    (sql) => sql`
      update reports set resolved_at = now(), resolution = ${resolution} where uuid = ${uuid} and resolved_at is null`,
  );
  return count === 1;
}
