// Sums what Jest counted and says what failed; the last line is for those who read only that.
// usage: sum.mjs FOLDER N N-TEST-PARTS… FAILED-PARTS…; FOLDER has Jest's JSON of each part of tests, by the part's name.
// A test that did not run counts as failed. So does a part that failed without a failed test (types, an install), and a
// part of tests without counts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, count, ...parts] = process.argv.slice(2);
const testParts = parts.slice(0, Number(count));
const failedParts = new Set(parts.slice(Number(count)));

let passed = 0;
let failed = 0;
for (const part of testParts) {
  const { ran, problems } = countsOf(part);
  console.log(`${part}: ${ran} passed, ${problems} failed or not run`);
  passed += ran;
  failed += problems;
  if (ran === 0) failedParts.add(part);
  if (problems > 0) failedParts.delete(part);
}
for (const part of failedParts) console.log(`failed: ${part}`);
failed += failedParts.size;
if (passed === 0) failed ||= 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function countsOf(part) {
  const file = join(folder, `${part}.json`);
  if (!existsSync(file)) return { ran: 0, problems: 0 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const notRun = result.numPendingTests + result.numTodoTests;
  return {
    ran: result.numPassedTests,
    problems: result.numFailedTests + result.numRuntimeErrorTestSuites + notRun,
  };
}
