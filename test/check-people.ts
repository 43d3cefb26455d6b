import { checkItems } from '../cli/repair/check-items.ts';
import type { Item } from '../cli/table/scan-table.ts';
import { editsOf, messageGroupsOf, messagesOf } from '../shared/dynamo/keys.ts';
import { isPointer } from '../shared/dynamo/pointers.ts';
import { itemsOf } from './table.ts';

/** The stored items of a conversation and the invariants they break, by the checker of `cruddur ddb verify`. */
export async function checkPeople(
  uuids: readonly string[],
  groups: readonly string[],
): Promise<{ items: Item[]; texts: string[]; violations: string[] }> {
  const partitions = [
    ...uuids.flatMap((uuid) => [messageGroupsOf(uuid), `SND#${uuid}`]),
    ...groups.flatMap((group) => [messagesOf(group), editsOf(group)]),
  ];
  const items = (await Promise.all(partitions.map(itemsOf))).flat();
  const violations = await checkItems(items);
  return {
    items,
    texts: items
      .filter((item) => item.pk.startsWith('MSG#') && !isPointer(item))
      .map(({ message }) => String(message)),
    violations: violations.map(({ pk, sk, problem }) => `${pk} ${sk}: ${problem}`),
  };
}
