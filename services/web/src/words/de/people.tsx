import type { people as english } from '../en/people.tsx';

export const people: typeof english = {
  block: 'Blockieren',
  blockWhom: (name) => <>{name} blockieren?</>,
  blockMeans:
    'Diese Person kann dir nicht mehr schreiben, findet dich nicht in der Suche und erfährt nichts davon. Du kannst die Blockierung jederzeit aufheben.',
  isBlocked: (name) => `${name} ist blockiert.`,
  youHaveBlocked: (name) => <>Du hast {name} blockiert.</>,
  memberSince: (month: string) => `Mitglied seit ${month}`,
  unblock: 'Freigeben',
  unblockWhom: (name) => `${name} freigeben`,
  canWriteAgain: (name) => `${name} kann dir wieder schreiben.`,
  blockedPeople: 'Blockierte Personen',
  youBlockNobody: 'Du blockierst niemanden.',

  findPerson: 'Person nach Benutzername oder Name suchen',
  handleOrName: 'Benutzername oder Name',
  recentConversations: 'Letzte Unterhaltungen',
  typeTwoLetters: 'Gib mindestens zwei Buchstaben eines Benutzernamens oder Namens ein.',
  noneBegins: (typed) => `Kein Benutzername oder Name beginnt mit „${typed}“.`,
  looking: 'Suche …',
  found: (count) => `${count} gefunden`,
};
