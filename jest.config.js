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
  maxWorkers: 2,
  testTimeout: 60_000,
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
      globalSetup: './shared/testing/start-stores.ts',
      globalTeardown: './shared/testing/stop-stores.ts',
      testEnvironment: './shared/testing/suite-environment.ts',
      setupFilesAfterEnv: ['./shared/testing/close-connections.ts'],
    },
    {
      // What is deployed, checked without an account (`npm run check:aws`); it needs Python.
      ...shared,
      displayName: 'aws',
      testMatch: ['**/*.aws.test.ts'],
      testPathIgnorePatterns: ignored,
      globalSetup: './bin/aws/check/set-up.ts',
      globalTeardown: './bin/aws/check/tear-down.ts',
      testEnvironment: './shared/testing/suite-environment.ts',
      setupFilesAfterEnv: ['./shared/testing/close-connections.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['**/*.e2e.ts'],
      testPathIgnorePatterns: ignored,
      globalSetup: './services/web/e2e/start-cloud.ts',
      globalTeardown: './services/web/e2e/stop-cloud.ts',
    },
  ],
};
