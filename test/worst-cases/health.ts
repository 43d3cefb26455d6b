import { none, type WorstCase } from './worst-case.ts';

const always = async () => ({});

export const checkUsersHealth: WorstCase[] = [
  { when: 'always', costs: { ...none, statements: 1 }, arrange: always },
];

export const checkMessagingHealth: WorstCase[] = [
  { when: 'always', costs: { ...none, rcu: 0.5, calls: 1, statements: 1 }, arrange: always },
];
