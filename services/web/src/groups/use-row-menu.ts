import type { KeyboardEvent, MouseEvent } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { useLongPress } from '../design/use-long-press.ts';
import { openGroupMenu } from './opened-menu.ts';

/** Handlers for a conversation in a list: right click, long press, and the menu key or Shift+F10 open its menu. */
export function useRowMenu(group: MessageGroup) {
  const longPress = useLongPress((row) => openGroupMenu(group, row));
  return {
    ...longPress,
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      event.preventDefault();
      const { clientX: x, clientY: y, nativeEvent } = event;
      const isTouch = nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch';
      // By touch it is a long press, which the browser may tell first; and a key tells no place.
      openGroupMenu(group, event.currentTarget, isTouch || x === 0 ? undefined : { x, y });
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
      event.preventDefault();
      openGroupMenu(group, event.currentTarget);
    },
  };
}
