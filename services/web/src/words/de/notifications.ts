import type { notifications as english } from '../en/notifications.ts';

export const notifications: typeof english = {
  notifications: 'Benachrichtigungen',
  onThisDevice: 'Auf diesem Gerät',
  tellMe: 'Neue Nachrichten melden, auch wenn Cruddur geschlossen ist',
  showTexts: 'Den Text der Nachrichten zeigen',
  areBlocked:
    'Dein Browser blockiert Benachrichtigungen von Cruddur. Erlaube sie in seinen Einstellungen für diese Seite.',
  areNotSupported: 'Dieser Browser kennt keine Benachrichtigungen.',
  newMessage: 'Neue Nachricht',
};
