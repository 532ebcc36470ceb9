import base from './jest.config.js';

/** Faults that take long, or need PostgreSQL's own programs: `npm run test:faults`. Each has a short form in `npm test`. */
export default {
  ...base,
  roots: ['<rootDir>/test/faults'],
  testMatch: ['**/*.faults.ts'],
  globalSetup: undefined,
  globalTeardown: undefined,
  reporters: ['default', '<rootDir>/test/faults/report/reporter.js'],
  maxWorkers: 1,
  testTimeout: 1_800_000,
};
