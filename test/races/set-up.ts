import { setUpRaces } from '../races.ts';

/** For the races of one test file, which are spread over several modules. */
export const { drained, expectSound } = setUpRaces();
