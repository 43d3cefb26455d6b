/** What the page leaves for the service worker, which cannot read the page's storage, while notifications are on. */
export const RECEIVER_CACHE = 'cruddur-notifications';
/** For whom they are. */
export const RECEIVER = '/receiver';
/** What one without a text says, in the language of the page. */
export const NEW_MESSAGE = '/new-message';
