import { DaxDocument } from '@amazon-dax-sdk/lib-dax';
import { daxSettings, roleCredentials } from '../../config.ts';
import { record } from '../../edge/metering.ts';
import { tableName } from '../client.ts';
import { messageGroupKey } from '../keys.ts';
import { type PageOptions, pageQuery, type StoredMessage, toPage } from '../messages.ts';
import type { Page } from '../page.ts';
import { readPage as readPageFromTable } from '../read-page.ts';
import { askBriefly } from './ask-briefly.ts';
import { isSettled } from './settled.ts';

const cluster = new DaxDocument({
  endpoint: daxSettings().DAX_ENDPOINT,
  region: roleCredentials().region,
  credentials: async () => roleCredentials(),
  maxRetries: 0,
});

const ask = askBriefly();

/**
 * Like ../read-page.ts, but reads immutable pages through the DAX cluster. Membership in the cache is trusted, because
 * members never leave a group; everything else, a stranger's 404 too, comes from the table.
 */
export async function readPage(
  userUuid: string,
  messageGroupUuid: string,
  options: PageOptions,
): Promise<Page<StoredMessage>> {
  const cached = isSettled(options)
    ? await ask(() => readPageFromCluster(userUuid, messageGroupUuid, options))
    : undefined;
  return cached ?? readPageFromTable(userUuid, messageGroupUuid, options);
}

/** Undefined if the cluster does not know the user as a member. */
async function readPageFromCluster(userUuid: string, messageGroupUuid: string, options: PageOptions) {
  const started = performance.now();
  const Key = messageGroupKey(userUuid, messageGroupUuid);
  const { Item } = await cluster.get({ TableName: tableName, Key });
  const answer =
    Item && (await cluster.query(pageQuery(messageGroupUuid, options, String(Item.last_message_at))));
  record('read', undefined, performance.now() - started);
  return answer && toPage(answer, messageGroupUuid, options);
}
