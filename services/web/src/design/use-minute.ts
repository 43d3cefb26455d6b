import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, renewed every half minute: ages go on without anything else happening. */
export function useMinute(): number {
  return useSyncExternalStore(subscribeToMinute, currentMinute);
}

export function currentMinute(): number {
  return now;
}

export function subscribeToMinute(listener: () => void): () => void {
  listeners.add(listener);
  // While nobody listened, the time stood still.
  if (!timer) now = Date.now();
  timer ??= setInterval(tick, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
