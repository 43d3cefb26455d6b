import * as v from 'valibot';
import { Cursor } from '../../shared/contract/schema.ts';
import { StoredEdit } from '../../shared/dynamo/edits.ts';
import { ErasedRow, MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { StoredMessage } from '../../shared/dynamo/messages.ts';
import { StoredUuid } from '../../shared/dynamo/stored.ts';

/** The schemas of the items, built once; repairs validate every item first. */

export const rowItem = MessageGroupRow();

/** What is left of the row of somebody who has deleted their account. */
export const erasedItem = ErasedRow();

export const messageItem = v.omit(StoredMessage(), ['message_group_uuid']);

export const editItem = StoredEdit();

export const receiptItem = v.object({
  message_group_uuid: StoredUuid(),
  message_sk: Cursor(),
  digest: v.string(),
});

export const pointerItem = v.object({ message_sk: Cursor() });

/** All that a repair needs of a message: the members of its group. */
export const messageMembers = v.pick(messageItem, ['member_uuids']);
