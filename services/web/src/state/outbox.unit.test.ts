import { jest } from '@jest/globals';
import { subscribeToOutbox } from './outbox.ts';

test('notifies when another tab queues or sends a message, not when a user types there', () => {
  const tabs = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: tabs.addEventListener.bind(tabs),
    removeEventListener: tabs.removeEventListener.bind(tabs),
  });
  const stored = (key: string | null) => tabs.dispatchEvent(Object.assign(new Event('storage'), { key }));
  const heard = jest.fn();
  const stop = subscribeToOutbox(heard);
  stored('cruddur.draft.londo.some-group');
  expect(heard).not.toHaveBeenCalled();
  stored('cruddur.outbox.londo.some-key');
  stored(null);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  stored('cruddur.outbox.londo.some-key');
  expect(heard).toHaveBeenCalledTimes(2);
});
