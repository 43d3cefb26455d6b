import { pluralsOf } from '../plurals.ts';

const plural = pluralsOf('en');

export const shell = {
  logo: 'Cruddur, home',
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  home: 'Home',
  messages: 'Messages',
  settings: 'Settings',
  signedInAs: (name: string) => `Signed in as ${name}`,
  unread: 'unread',
  newMessageFrom: (name: string) => `New message from ${name}`,
  youAreSignedOut: 'You are signed out.',

  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading',
  backToConversations: 'Back to the conversations',
  pageNotLoaded: 'This page could not be loaded. Check your connection, then try again.',
  pageFailed: 'Something went wrong on this page. What you wrote is kept.',

  suspended: 'Your account is suspended. You can read, but not send, edit or react.',
  cannotKeep:
    'This browser cannot keep what you write: its storage is full or blocked. Leave this page open until it is sent.',
  offline: 'You are offline. Your messages are sent when you are online again.',
  noAnswer: 'Cruddur does not answer. What you write is sent when it does.',
  tryingAgainIn: (seconds: number) => `Trying again in ${seconds} s.`,
  tryingAgain: 'Trying again …',
  tryNow: 'Try now',

  now: 'now',
  minutesAgo: (minutes: number) => `${minutes} min`,
  today: 'Today',
  yesterday: 'Yesterday',

  welcome: 'Welcome',
  welcomeTitle: 'Talk to people, not to an algorithm.',
  welcomeText: 'Cruddur carries messages between two people: live, in order, and to nobody else.',
  quietSoFar: 'Quiet so far',
  feedIsEmpty: 'When people share something, it shows up here.',
  activities: 'Activities',
  writeTo: (handle: string) => `Write to @${handle}`,
  replies: (count: number) => plural(count, { one: 'reply', other: 'replies' }),
  reposts: (count: number) => plural(count, { one: 'repost', other: 'reposts' }),
  likes: (count: number) => plural(count, { one: 'like', other: 'likes' }),
  until: (date: string) => `until ${date}`,

  notFound: 'Not found',
  pageNotFound: 'Page not found',
  addressMayBeWrong: 'The address may be wrong, or the page no longer exists.',
  goHome: 'Go home',
};
