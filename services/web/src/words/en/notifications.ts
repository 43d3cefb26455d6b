export const notifications = {
  notifications: 'Notifications',
  onThisDevice: 'On this device',
  tellMe: 'Tell me about new messages, also while Cruddur is closed',
  showTexts: 'Show the text of the messages',
  areBlocked: 'Your browser blocks notifications from Cruddur. Allow them in its settings for this page.',
  areNotSupported: 'This browser has no notifications.',
  newMessage: 'New message',
};
