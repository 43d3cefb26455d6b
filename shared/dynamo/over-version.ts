/**
 * The expressions of an optimistic update: sets the changes, removes undefined attributes, and fails unless the item
 * still has the version that was read.
 *
 * @param counter the attribute that counts the versions.
 * @param read its value as read; undefined if the item had none yet.
 */
export function overVersion(counter: string, read: number | undefined, changes: object) {
  const names = Object.keys(changes);
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const removed = names.filter((name) => !given.some(([set]) => set === name));
  const sets = given.map(([name]) => `#${name} = :${name}`).join(', ');
  const removes = removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : '';
  return {
    UpdateExpression: `SET ${sets}${removes}`,
    ConditionExpression:
      read === undefined
        ? `attribute_exists(pk) AND attribute_not_exists(#${counter})`
        : `#${counter} = :read`,
    // The charge of a lost race depends on the existing item.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...(read !== undefined && { ':read': read }),
      ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
    },
  };
}
