import { DaxDocument } from '@amazon-dax-sdk/lib-dax';
import { clockMs } from '../../clock.ts';
import { daxSettings, roleCredentials } from '../../config.ts';
import { allDone } from '../../edge/all-done.ts';
import { recordConsumption } from '../../edge/metering.ts';
import { tableName } from '../client.ts';
import { messageGroupKey } from '../keys.ts';
import { listChangedMessages } from '../message-changes.ts';
import { getMembership } from '../message-groups.ts';
import { type PageOptions, pageQuery, type StoredMessage, toPage, visibleTo } from '../messages.ts';
import type { Page } from '../page.ts';
import { type ReadPage, readPage as readPageFromTable } from '../read-page.ts';
import { askBriefly } from './ask-briefly.ts';
import { afterClearing, isSettled, withChanges } from './settled.ts';

const cluster = new DaxDocument({
  endpoint: daxSettings().DAX_ENDPOINT,
  region: roleCredentials().region,
  credentials: async () => roleCredentials(),
  maxRetries: 0,
});

const ask = askBriefly();

/** The time to live of a page in the cluster (`query-ttl-millis` in dax.yml), and a minute for clocks. */
const CACHED_FOR_MS = 360_000;

const MAX_CHANGES = 100;

/**
 * Like ../read-page.ts, but reads old pages through the DAX cluster, and what has changed in them since from the table: a
 * deleted text is gone at once. Membership in the cache is trusted, because members never leave a group; how far the
 * reader has deleted the conversation and everything else, a stranger's 404 too, comes from the table.
 */
export async function readPage(
  userUuid: string,
  messageGroupUuid: string,
  options: PageOptions,
): Promise<ReadPage> {
  const cached = isSettled(options)
    ? await ask(() => readPageFromCluster(userUuid, messageGroupUuid, options))
    : undefined;
  const page = cached && (await bringUpToDate(userUuid, messageGroupUuid, cached));
  return page ?? readPageFromTable(userUuid, messageGroupUuid, options);
}

/** Undefined if more has changed than one query of the table lists. */
async function bringUpToDate(
  reader: string,
  messageGroupUuid: string,
  page: Page<StoredMessage>,
): Promise<ReadPage | undefined> {
  const since = new Date(Date.now() - CACHED_FOR_MS).toISOString();
  const [{ items, next }, { cleared_to }] = await allDone(
    listChangedMessages(messageGroupUuid, { since, limit: MAX_CHANGES }),
    getMembership(reader, messageGroupUuid),
  );
  if (next) return undefined;
  const current = visibleTo(reader, { ...page, items: withChanges(page.items, items) });
  return { ...afterClearing(current, cleared_to), cleared_to };
}

/** Undefined if the cluster does not know the user as a member. */
async function readPageFromCluster(userUuid: string, messageGroupUuid: string, options: PageOptions) {
  const started = clockMs();
  const Key = messageGroupKey(userUuid, messageGroupUuid);
  const { Item } = await cluster.get({ TableName: tableName, Key });
  const answer =
    Item && (await cluster.query(pageQuery(messageGroupUuid, options, String(Item.last_message_at))));
  recordConsumption('read', undefined, clockMs() - started);
  return answer && toPage(answer, messageGroupUuid, options);
}
