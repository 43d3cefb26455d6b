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
 * As ../read-page.ts, through the DAX cluster where that makes no difference: pages that can never change. The
 * cluster's word that somebody is a member is taken, because nobody ever leaves a group; everything else, a
 * stranger's 404 too, comes from the table.
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

/** Undefined for somebody whom the cluster does not know as a member. */
async function readPageFromCluster(userUuid: string, messageGroupUuid: string, options: PageOptions) {
  const started = performance.now();
  const Key = messageGroupKey(userUuid, messageGroupUuid);
  const { Item } = await cluster.get({ TableName: tableName, Key });
  const answer =
    Item && (await cluster.query(pageQuery(messageGroupUuid, options, String(Item.last_message_at))));
  record('read', undefined, performance.now() - started);
  return answer && toPage(answer, messageGroupUuid, options);
}
