/**
 * `unit` needs nothing but Node; `integration` runs on real stores, which its global setup starts, each test
 * file on a table and a schema of its own. `e2e` runs in an installed browser on a local cloud of its own.
 */
// Nothing may depend on the server's time zone, so the tests run in one that is never a whole hour from UTC.
process.env.TZ = 'Pacific/Chatham';

const shared = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2024',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

const ignored = ['/node_modules/', '/\\.local/', '/\\.esbuild/', '/\\.serverless/', '/dist/'];

export default {
  // One more than the gate's two cores: tests wait for stores and processes.
  maxWorkers: 3,
  // On a machine ten times as busy too.
  testTimeout: 180_000,
  // On a busy machine a worker takes longer to exit than the default of half a second: a warning would tell nothing.
  workerGracefulExitTimeout: 30_000,
  testSequencer: './test/longest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.unit.test.ts?(x)'],
      testPathIgnorePatterns: ignored,
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [...ignored, '\\.(unit|aws)\\.test\\.ts$'],
      globalSetup: './test/start-stores.ts',
      globalTeardown: './test/stop-stores.ts',
      testEnvironment: './test/suite-environment.ts',
      setupFilesAfterEnv: [
        './test/close-connections.ts',
        './test/record-calls.ts',
        './test/patient-stores.ts',
      ],
    },
    {
      // What is deployed, checked without an account (`npm run check:aws`); it needs Python.
      ...shared,
      displayName: 'aws',
      testMatch: ['**/*.aws.test.ts'],
      testPathIgnorePatterns: ignored,
      globalSetup: './test/templates/set-up.ts',
      globalTeardown: './test/templates/tear-down.ts',
      testEnvironment: './test/suite-environment.ts',
      setupFilesAfterEnv: ['./test/close-connections.ts', './test/record-calls.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['**/*.e2e.ts'],
      testPathIgnorePatterns: ignored,
      globalSetup: './test/browser/start-cloud.ts',
      globalTeardown: './test/browser/stop-cloud.ts',
    },
    {
      // Measures and prints, and is no part of the gate.
      ...shared,
      displayName: 'times',
      testMatch: ['**/*.times.ts'],
      testPathIgnorePatterns: ignored,
      globalSetup: './test/browser/start-cloud.ts',
      globalTeardown: './test/browser/stop-cloud.ts',
    },
  ],
};
