import { randomUUID } from 'node:crypto';
import { ENDPOINT_MAX_CHARACTERS } from '../../shared/contract/push-subscriptions.ts';
import type { Person } from '../accounts.ts';
import { subscriptionOf } from '../push-service.ts';
import { createLongest } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

// With the longest endpoint a device has 1.4 KB, so that eleven have 16 KB and ten 14 KB.

const longest = () => subscriptionOf('http://127.0.0.1:9/'.padEnd(ENDPOINT_MAX_CHARACTERS, 'longest/'));

/** As many devices as somebody may have, each with the longest endpoint. */
async function addDevices(person: Person): Promise<void> {
  const { SUBSCRIPTIONS_MAX, storeSubscription } = await import('../../shared/dynamo/push-subscriptions.ts');
  for (let n = 0; n < SUBSCRIPTIONS_MAX; n++) await storeSubscription(person.uuid, randomUUID(), longest());
}

export const getPushKey: WorstCase[] = [
  { when: 'always', costs: { ...none, poolCalls: 1 }, arrange: async () => ({ as: await createLongest() }) },
];

export const subscribePush: WorstCase[] = [
  {
    when: 'one device too many, the longest endpoints',
    status: 204,
    // The device, all of them, and the oldest one.
    costs: { ...none, rcu: 4, wcu: 2 + 2, calls: 3, statements: 1, poolCalls: 1, kilobytes: 0 },
    async arrange() {
      const as = await createLongest();
      await addDevices(as);
      return { as, params: { device_uuid: randomUUID() }, body: longest() };
    },
  },
];

export const unsubscribePush: WorstCase[] = [
  {
    when: 'all devices, the longest endpoints',
    status: 204,
    costs: { ...none, rcu: 4, wcu: 10 * 2, calls: 11, statements: 1, poolCalls: 1, kilobytes: 0 },
    async arrange() {
      const as = await createLongest();
      await addDevices(as);
      return { as };
    },
  },
];
