import type { ReactNode } from 'react';

export const people = {
  block: 'Block',
  blockWhom: (name: ReactNode) => <>Block {name}?</>,
  blockMeans:
    'They cannot write to you any more, do not find you in the search, and are not told. You can unblock them at any time.',
  isBlocked: (name: string) => `${name} is blocked.`,
  youHaveBlocked: (name: ReactNode) => <>You have blocked {name}.</>,
  memberSince: (month: string) => `Member since ${month}`,
  unblock: 'Unblock',
  unblockWhom: (name: string) => `Unblock ${name}`,
  canWriteAgain: (name: string) => `${name} can write to you again.`,
  blockedPeople: 'Blocked people',
  youBlockNobody: 'You block nobody.',

  findPerson: 'Find a person by handle or name',
  handleOrName: 'Handle or name',
  recentConversations: 'Recent conversations',
  typeTwoLetters: 'Type at least two letters of a handle or a name.',
  noneBegins: (typed: string) => `No handle or name begins with “${typed}”.`,
  looking: 'Looking…',
  found: (count: number) => `${count} found`,
};
