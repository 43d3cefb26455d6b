// Sums what the test runners counted and says what failed; the last line is for those who read only that.
// A part that fails without a failed test of its own (types, an install) counts as one failure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , directory, ...failedParts] = process.argv;
const sum = { passed: 0, failed: 0 };
for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
  const result = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const notRun = result.numPendingTests + result.numTodoTests;
  sum.passed += result.numPassedTests;
  sum.failed += result.numFailedTests + result.numRuntimeErrorTestSuites + notRun;
  console.log(`${file}: ${result.numPassedTests} passed, ${result.numFailedTests} failed, ${notRun} not run`);
}
for (const part of failedParts) console.log(`failed: ${part}`);
if (sum.failed === 0) sum.failed = failedParts.length;
if (sum.passed === 0) sum.failed ||= 1;
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
