import type { Config } from '../../config/config.js';
import { askReadiness } from '../own-door.js';
import { Sheet } from './finding.js';

const PATIENCE_MS = 3_000;

/** Whether a server of this configuration runs on this machine, and is ready. */
export async function checkOwnServer(config: Config): Promise<Sheet> {
  const sheet = new Sheet('server');
  if (config.port === 0) return sheet.ok('PORT is 0, so that nobody knows where it listens.');
  try {
    const status = await askReadiness(config, PATIENCE_MS);
    if (status === 200) return sheet.ok('One runs on this machine and is ready.');
    return sheet.warn(
      `What listens at HOST and PORT is not ready (status ${status}).`,
      'Look at its log; without its database it is not.',
    );
  } catch {
    return sheet.ok('None of this configuration runs on this machine.');
  }
}
