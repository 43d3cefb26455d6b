import { createRequire } from 'node:module';

// Jest brings its own sequencer, which another version of the package could not extend.
const fromJest = createRequire(createRequire(import.meta.url).resolve('jest'));
const { default: Sequencer } = fromJest('@jest/test-sequencer');

/** The files that take minutes. Begun last, one would run alone while the other core has nothing to do. */
const longest = ['schedules', 'up', 'function-settings', 'serverless-dynamodb', 'interleavings'];

/** Without the cache of an earlier run, Jest begins with the largest files, which says little of how long they take. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = longest.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return found === -1 ? longest.length : found;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
