import { catalogue } from './catalogue.ts';
import { notifications } from './en/notifications.ts';

/** What notifications say, and their settings. */
export const notificationWords = catalogue('notifications', notifications);
