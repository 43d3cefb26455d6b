import { messageGroupUuid } from '../shared/dynamo/keys.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { markRead } from '../shared/dynamo/read-marker.ts';
import { type Consumption, metered } from '../shared/edge/metering.ts';

/** The consumed capacity of work that no answer reports. */

interface Uuid {
  uuid: string;
}

interface Pair {
  ann: Uuid;
  ben: Uuid;
}

export const spent = (work: () => Promise<unknown>): Promise<Consumption> =>
  metered(async (consumption) => {
    await work();
    return consumption;
  });

/** The projection of one batch with messages of one sender. */
export const projected = (pair: Pair, { uuid: user_uuid }: Uuid, cursors: readonly string[]) =>
  spent(() =>
    refreshMessageGroup(
      groupOf(pair),
      [pair.ann.uuid, pair.ben.uuid],
      cursors.map((place) => ({ place, user_uuid, effect: 'new' as const })),
    ),
  );

/** The projection that counts again. */
export const refreshed = (pair: Pair) =>
  spent(() => refreshMessageGroup(groupOf(pair), [pair.ann.uuid, pair.ben.uuid]));

export const marked = (pair: Pair, { uuid }: Uuid, cursor: string) =>
  spent(() => markRead(uuid, groupOf(pair), cursor));

const groupOf = ({ ann, ben }: Pair) => messageGroupUuid(ann.uuid, ben.uuid);
