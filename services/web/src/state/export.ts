import { untilAnswered } from '../../../../client/until-answered.ts';
import type { ExportLine } from '../../../../shared/contract/exports.ts';
import { api } from '../api/api.ts';

/** How much of an export has arrived. */
export interface Progress {
  groups: number;
  messages: number;
}

/**
 * Everything of the signed-in user as one file of JSON lines. Pages that do not arrive are asked for again, but for the
 * first one: each try of it would count as an export.
 *
 * @throws ApiError, Unreachable if the first page is refused; `signal`'s reason if it aborts.
 */
export async function exportAll(tell: (progress: Progress) => void, signal: AbortSignal): Promise<Blob> {
  const parts: string[] = [];
  const progress = { groups: 0, messages: 0 };
  let page = await api.exportMe.page({ signal });
  for (;;) {
    parts.push(toText(page.items));
    progress.groups += count(page.items, 'message_group');
    progress.messages += count(page.items, 'message');
    tell({ ...progress });
    const { next } = page;
    if (!next) return new Blob(parts, { type: 'application/x-ndjson' });
    page = await untilAnswered(() => api.exportMe.page(next), signal);
  }
}

const toText = (lines: readonly ExportLine[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const count = (lines: readonly ExportLine[], type: ExportLine['type']) =>
  lines.filter((line) => line.type === type).length;
