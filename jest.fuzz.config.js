import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import base from './jest.config.js';

const withProperties = readdirSync('test', { recursive: true }).filter(
  (file) => file.endsWith('.test.ts') && readFileSync(join('test', file), 'utf8').includes("from 'fast-check'"),
);

/** `npm run fuzz`: all that states properties, which test/support/fast-check.ts makes longer. */
export default {
  ...base,
  testMatch: withProperties.map((file) => `<rootDir>/test/${file}`),
  maxWorkers: 1,
  testTimeout: 7_200_000,
};
