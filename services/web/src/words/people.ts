import { catalogue } from './catalogue.ts';
import { people } from './en/people.tsx';

/** Finding people, and blocking them. */
export const peopleWords = catalogue('people', people);
