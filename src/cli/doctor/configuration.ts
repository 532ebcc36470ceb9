import { type Config, ConfigurationError, loadConfig } from '../../config/config.js';
import { Sheet } from './finding.js';

/** The oldest that it runs on, and the oldest that still gets fixes. */
const LOWEST_NODE = [20, 19] as const;
const KEPT_NODE = 22;

/** Without a configuration nothing else can be looked at. */
export function checkConfiguration(): { readonly sheet: Sheet; readonly config: Config | undefined } {
  const sheet = new Sheet('configuration');
  checkNode(sheet, process.versions.node);
  try {
    const config = loadConfig();
    sheet.ok('It can be used as it is.');
    if (config.clientId === undefined) {
      sheet.warn(
        'CONNECTWISE_CLIENT_ID is not set: accounts without a clientId of their own cannot use ConnectWise.',
        'Register one at developer.connectwise.com and set it.',
      );
    }
    return { sheet, config };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const problem of error.problems) sheet.fail(problem);
    return { sheet, config: undefined };
  }
}

export function checkNode(sheet: Sheet, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [lowestMajor, lowestMinor] = LOWEST_NODE;
  if (major < lowestMajor || (major === lowestMajor && minor < lowestMinor)) {
    sheet.fail(
      `Node ${version} is too old.`,
      `Take Node ${KEPT_NODE} or later; ${LOWEST_NODE.join('.')} at the least.`,
    );
  } else if (major < KEPT_NODE) {
    sheet.warn(`Node ${version} gets no fixes any more.`, `Take Node ${KEPT_NODE} or later.`);
  } else {
    sheet.ok(`Node ${version}.`);
  }
}
