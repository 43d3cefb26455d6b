import type { settings as english } from '../en/settings.tsx';
import { pluralsOf } from '../plurals.ts';

const plural = pluralsOf('de');
const numbers = new Intl.NumberFormat('de');

export const settings: typeof english = {
  account: 'Konto',
  privacy: 'Privatsphäre',
  appearance: 'Aussehen',
  yourData: 'Deine Daten',

  profile: 'Profil',
  save: 'Speichern',
  saved: 'Gespeichert.',
  nameIsSaved: 'Dein Anzeigename ist gespeichert.',

  signingIn: 'Anmeldung',
  changeEmail: 'E-Mail-Adresse ändern',
  changeEmailQuestion: 'E-Mail-Adresse ändern?',
  changeEmailLead:
    'Wir schicken einen Code an die neue Adresse. Bis du ihn hier eingibst, meldest du dich mit der alten an.',
  newEmail: 'Neue E-Mail',
  emailIsChanged: 'Deine E-Mail-Adresse ist geändert.',
  changePassword: 'Passwort ändern',
  changePasswordQuestion: 'Passwort ändern?',
  changePasswordLead: 'Alle deine anderen Geräte werden abgemeldet.',
  currentPassword: 'Aktuelles Passwort',
  passwordIsChanged: 'Dein Passwort ist geändert.',

  session: 'Sitzung',
  signOutMeans:
    'Meldet dich in allen Tabs dieses Browsers ab und entfernt die Unterhaltungen, die er zum Lesen ohne Netz behält.',
  signOutEverywhere: 'Überall abmelden',
  signOutEverywhereMeans:
    '„Überall abmelden“ beendet die Sitzungen auf all deinen Geräten innerhalb einer Minute.',
  someIsNotSent: 'Nicht alles ist gesendet, was du geschrieben hast',
  discards: (losses) => `Beim Abmelden geht verloren: ${losses}.`,
  staySignedIn: 'Angemeldet bleiben',
  discardAndSignOut: 'Verwerfen und abmelden',
  drafts: (count) => `${count} ${plural(count, { one: 'Entwurf', other: 'Entwürfe' })}`,
  unsentMessages: (count) =>
    `${count} ${plural(count, { one: 'nicht gesendete Nachricht', other: 'nicht gesendete Nachrichten' })}`,
  unsentChanges: (count) =>
    `${count} ${plural(count, { one: 'nicht gesendete Änderung', other: 'nicht gesendete Änderungen' })}`,

  whoMayWrite: 'Wer mir schreiben darf',
  whoMayWriteMeans: 'Hier geht es um erste Nachrichten. Unterhaltungen, die du schon hast, gehen weiter.',
  whoMayWriteIsSaved: 'Gespeichert, wer dir schreiben darf.',
  everyone: 'Alle',
  everyoneMeans: 'Erste Nachrichten kommen in deinen Eingang.',
  asRequest: 'Alle, als Anfrage',
  asRequestMeans: 'Erste Nachrichten warten, bis du sie annimmst.',
  nobodyNew: 'Niemand Neues',
  nobodyNewMeans: 'Du kannst anderen weiterhin schreiben.',
  whatOthersSee: 'Was andere sehen',
  showReading: 'Anderen zeigen, dass ich schreibe, und was ich von ihnen in diesem Browser gelesen habe',

  theme: 'Farben',
  system: 'System',
  light: 'Hell',
  dark: 'Dunkel',
  languageAndDates: 'Sprache und Datum',
  language: 'Sprache',
  asBrowser: (language) => `Wie dieser Browser: ${language}`,
  languageMeans: 'E-Mails mit Codes sind auf Englisch.',
  dates: 'Datum und Uhrzeit',
  asLanguage: (example) => `Wie die Sprache: ${example}`,

  dataMeans:
    'Dein Profil, wen du blockierst und alle Unterhaltungen, wie du sie siehst, in einer Datei. Zweimal am Tag.',
  download: 'Meine Daten herunterladen',
  collecting: 'Wird gesammelt …',
  collected: (what) => `Bisher ${what}. Lass diese Seite offen.`,
  downloaded: (what) => `Heruntergeladen: ${what}.`,
  dataIsInFile: 'Deine Daten sind in einer Datei.',
  conversations: (count) =>
    `${numbers.format(count)} ${plural(count, { one: 'Unterhaltung', other: 'Unterhaltungen' })}`,
  messages: (count) =>
    `${numbers.format(count)} ${plural(count, { one: 'Nachricht', other: 'Nachrichten' })}`,

  deleteAccount: 'Konto löschen',
  deleteMeans:
    'Dein Name, dein Benutzername und deine E-Mail-Adresse verschwinden überall und für immer. Lade vorher deine Daten herunter, wenn du sie behalten möchtest.',
  deleteMyAccount: 'Mein Konto löschen',
  deleteQuestion: 'Dein Konto löschen?',
  deleteText:
    'Du wirst überall abgemeldet und kannst nicht zurückkommen. Niemand findet dich mehr oder kann dir schreiben, und dein Benutzername ist nach 30 Tagen für andere frei. Wer mit dir geschrieben hat, behält die eigenen Nachrichten.',
  deleteBackups:
    'Sicherungen behalten den alten Stand bis zu 35 Tage. Was andere gemeldet, kopiert oder heruntergeladen haben, bleibt.',
  yourMessages: 'Deine Nachrichten',
  eraseMessages: 'Für alle löschen',
  keepMessages: 'Stehen lassen, unter „Gelöschtes Konto“',
  deleteForGood: 'Endgültig löschen',
  accountIsDeleted: 'Dein Konto ist gelöscht.',
};
