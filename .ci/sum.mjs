// Sums what Jest counted and says what failed; the last line is for those who read only that.
// usage: sum.mjs FOLDER N N-TEST-PARTS… FAILED-PARTS…; FOLDER has Jest's JSON of each part of tests, by the part's name.
// A test that did not run counts as failed. So does a part that failed without a failed test (types, an install), and a
// part of tests without counts.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const [folder, count, ...parts] = process.argv.slice(2);
const testParts = parts.slice(0, Number(count));
const failedParts = new Set(parts.slice(Number(count)));
const LINES_OF_FAILURE = 12;

let passed = 0;
let failed = 0;
for (const part of testParts) tellFailures(part);
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

function resultOf(part) {
  const file = join(folder, `${part}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Once more at the end: what the tests printed themselves is far above. */
function tellFailures(part) {
  for (const { name: file, message, assertionResults } of resultOf(part)?.testResults ?? []) {
    const failures = assertionResults.filter(({ status }) => status === 'failed');
    const told = failures.map(({ fullName, failureMessages }) => [fullName, ...failureMessages].join('\n'));
    // A file that did not load has a message and no tests.
    if (assertionResults.length === 0 && message) told.push(message);
    for (const text of told) {
      const lines = stripVTControlCharacters(text)
        .split('\n')
        .filter((line) => line.trim());
      console.log(`\n${part}: ${relative('.', file)}\n${lines.slice(0, LINES_OF_FAILURE).join('\n')}`);
    }
  }
}

function countsOf(part) {
  const result = resultOf(part);
  if (!result) return { ran: 0, problems: 0 };
  const notRun = result.numPendingTests + result.numTodoTests;
  return {
    ran: result.numPassedTests,
    problems: result.numFailedTests + result.numRuntimeErrorTestSuites + notRun,
  };
}
