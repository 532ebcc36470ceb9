import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Most suites wait for a database or a process as often as they compute, so that two cores carry two of them.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // What hundreds of suites leave behind in one process makes the later ones slow.
  workerIdleMemoryLimit: '1GB',
  // Jest's own default is a folder under the system's temporary one, and nothing may be left there.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/test/support/fast-check.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // Generous: it is here to end a test that hangs, whatever else the machine has to do.
  testTimeout: 300_000,
};
