// What a container's health check runs: small, because it starts anew every few seconds. Status 0 when the server of this
// configuration is ready.
import { loadConfig } from '../config/config.js';
import { askReadiness } from './own-door.js';
import { fail } from './terminal.js';

const PATIENCE_MS = 4_000;

try {
  const status = await askReadiness(loadConfig(), PATIENCE_MS);
  if (status !== 200) fail(`not ready: status ${status}`);
} catch (error) {
  fail(`not ready: ${error instanceof Error ? error.message : String(error)}`);
}
