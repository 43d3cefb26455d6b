import type { KeyboardEvent } from 'react';

const STEPS: Record<string, 'nextElementSibling' | 'previousElementSibling'> = {
  ArrowRight: 'nextElementSibling',
  ArrowLeft: 'previousElementSibling',
};

/** The arrow keys lead from button to button in a row. */
export function moveInRow(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const next = step && (event.target as HTMLElement)[step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
