import { pluralsOf } from '../plurals.ts';

const plural = pluralsOf('en');
const numbers = new Intl.NumberFormat('en-GB');

export const settings = {
  account: 'Account',
  privacy: 'Privacy',
  appearance: 'Appearance',
  yourData: 'Your data',

  profile: 'Profile',
  save: 'Save',
  saved: 'Saved.',
  nameIsSaved: 'Your display name is saved.',

  signingIn: 'Signing in',
  changeEmail: 'Change email',
  changeEmailQuestion: 'Change your email?',
  changeEmailLead:
    'We send a code to the new address. Until you enter it here, you sign in with the old one.',
  newEmail: 'New email',
  emailIsChanged: 'Your email is changed.',
  changePassword: 'Change password',
  changePasswordQuestion: 'Change your password?',
  changePasswordLead: 'All your other devices are signed out.',
  currentPassword: 'Current password',
  passwordIsChanged: 'Your password is changed.',

  session: 'Session',
  signOutMeans:
    'Signs out in every tab of this browser, and removes the conversations that it keeps for reading offline.',
  signOutEverywhere: 'Sign out everywhere',
  signOutEverywhereMeans: 'Signing out everywhere ends the sessions on all your devices within a minute.',
  someIsNotSent: 'Some of what you wrote is not sent',
  discards: (losses: string) => `Signing out discards ${losses}.`,
  staySignedIn: 'Stay signed in',
  discardAndSignOut: 'Discard and sign out',
  drafts: (count: number) => `${count} ${plural(count, { one: 'draft', other: 'drafts' })}`,
  unsentMessages: (count: number) =>
    `${count} ${plural(count, { one: 'unsent message', other: 'unsent messages' })}`,
  unsentChanges: (count: number) =>
    `${count} ${plural(count, { one: 'unsent change', other: 'unsent changes' })}`,

  whoMayWrite: 'Who may write to me',
  whoMayWriteMeans: 'This is about first messages. Conversations that you have go on.',
  whoMayWriteIsSaved: 'Who may write to you is saved.',
  everyone: 'Everyone',
  everyoneMeans: 'First messages come into your inbox.',
  asRequest: 'Everyone, as a request',
  asRequestMeans: 'First messages wait until you accept them.',
  nobodyNew: 'Nobody new',
  nobodyNewMeans: 'You can still write to others.',
  whatOthersSee: 'What others see',
  showReading: 'Show others that I am typing, and which of their messages I have read in this browser',

  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  languageAndDates: 'Language and dates',
  language: 'Language',
  asBrowser: (language: string) => `As this browser: ${language}`,
  languageMeans: 'Emails with codes are in English.',
  dates: 'Dates and times',
  asLanguage: (example: string) => `As the language: ${example}`,

  dataMeans: 'Your profile, whom you block, and all conversations as you see them, in one file. Twice a day.',
  download: 'Download my data',
  collecting: 'Collecting …',
  collected: (what: string) => `${what} so far. Leave this page open.`,
  downloaded: (what: string) => `Downloaded: ${what}.`,
  dataIsInFile: 'Your data is in one file.',
  conversations: (count: number) =>
    `${numbers.format(count)} ${plural(count, { one: 'conversation', other: 'conversations' })}`,
  messages: (count: number) =>
    `${numbers.format(count)} ${plural(count, { one: 'message', other: 'messages' })}`,

  deleteAccount: 'Delete account',
  deleteMeans:
    'Your name, handle and email go everywhere, for good. Download your data first if you want to keep it.',
  deleteMyAccount: 'Delete my account',
  deleteQuestion: 'Delete your account?',
  deleteText:
    'You are signed out everywhere and cannot come back. Nobody finds you or can write to you any more, and your handle is free for others after 30 days. The people you wrote with keep their own messages.',
  deleteBackups:
    'Backups keep what was for up to 35 days. What others have reported, copied or downloaded stays.',
  yourMessages: 'Your messages',
  eraseMessages: 'Delete them for everyone',
  keepMessages: 'Leave them, under “Deleted account”',
  deleteForGood: 'Delete for good',
  accountIsDeleted: 'Your account is deleted.',
};
