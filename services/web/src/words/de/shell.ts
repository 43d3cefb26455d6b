import type { shell as english } from '../en/shell.ts';
import { pluralsOf } from '../plurals.ts';

const plural = pluralsOf('de');

export const shell: typeof english = {
  logo: 'Cruddur, Startseite',
  skipToContent: 'Zum Inhalt springen',
  mainNavigation: 'Hauptmenü',
  home: 'Start',
  messages: 'Nachrichten',
  settings: 'Einstellungen',
  signedInAs: (name) => `Angemeldet als ${name}`,
  unread: 'ungelesen',
  newMessageFrom: (name) => `Neue Nachricht von ${name}`,
  youAreSignedOut: 'Du bist abgemeldet.',

  cancel: 'Abbrechen',
  close: 'Schließen',
  tryAgain: 'Erneut versuchen',
  loading: 'Wird geladen',
  backToConversations: 'Zurück zu den Unterhaltungen',
  pageNotLoaded:
    'Diese Seite konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
  pageFailed: 'Auf dieser Seite ist etwas schiefgegangen. Was du geschrieben hast, bleibt erhalten.',

  suspended: 'Dein Konto ist eingeschränkt. Du kannst lesen, aber nicht senden, bearbeiten oder reagieren.',
  cannotKeep:
    'Dieser Browser kann nicht speichern, was du schreibst: Sein Speicher ist voll oder gesperrt. Lass diese Seite offen, bis es gesendet ist.',
  offline: 'Du bist offline. Deine Nachrichten werden gesendet, sobald du wieder online bist.',
  noAnswer: 'Cruddur antwortet nicht. Was du schreibst, wird gesendet, sobald es wieder geht.',
  tryingAgainIn: (seconds) => `Neuer Versuch in ${seconds} s.`,
  tryingAgain: 'Neuer Versuch …',
  tryNow: 'Jetzt versuchen',

  now: 'jetzt',
  minutesAgo: (minutes) => `${minutes} Min.`,
  today: 'Heute',
  yesterday: 'Gestern',

  welcome: 'Willkommen',
  welcomeTitle: 'Sprich mit Menschen statt mit einem Algorithmus.',
  welcomeText:
    'Cruddur bringt Nachrichten von einem Menschen zum anderen: sofort, der Reihe nach und sonst zu niemandem.',
  quietSoFar: 'Noch ist es ruhig',
  feedIsEmpty: 'Wenn jemand etwas teilt, erscheint es hier.',
  activities: 'Beiträge',
  writeTo: (handle) => `@${handle} schreiben`,
  replies: (count) => plural(count, { one: 'Antwort', other: 'Antworten' }),
  reposts: (count) => plural(count, { one: 'Mal geteilt', other: 'Mal geteilt' }),
  likes: (count) => plural(count, { one: 'Gefällt-mir', other: 'Gefällt-mir' }),
  until: (date) => `bis ${date}`,

  notFound: 'Nicht gefunden',
  pageNotFound: 'Seite nicht gefunden',
  addressMayBeWrong: 'Vielleicht stimmt die Adresse nicht, oder die Seite gibt es nicht mehr.',
  goHome: 'Zur Startseite',
};
