import type { KeyboardEvent } from 'react';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Moves the focus between the menu buttons of messages by the arrow keys; from the messages themselves Enter goes to the
 * newest one in view.
 */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.message-more')];
  const step = STEPS[event.key];
  const place = buttons.indexOf(event.target as HTMLElement);
  if (place >= 0 && step) focusInstead(event, buttons[place + step]);
  else if (event.target === event.currentTarget && event.key === 'Enter')
    focusInstead(event, newestInView(event.currentTarget, buttons));
}

function focusInstead(event: KeyboardEvent, button: HTMLElement | undefined): void {
  event.preventDefault();
  // The button would open its menu by the same key.
  event.stopPropagation();
  button?.focus();
}

function newestInView(area: HTMLElement, buttons: HTMLElement[]): HTMLElement | undefined {
  const { bottom } = area.getBoundingClientRect();
  return buttons.findLast((button) => button.getBoundingClientRect().bottom <= bottom);
}
