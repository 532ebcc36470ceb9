import type { RequestListener } from 'node:http';
import type { CheckSubject, ConnectionCheck, ConnectionReport } from '../../../src/connectwise/connection-report.js';
import { testConnection } from '../../../src/connectwise/connection-test.js';
import type { ConnectionTestInput } from '../../../src/connectwise/connection-test-input.js';
import type { Limits } from '../../../src/connectwise/limits.js';
import { Secret } from '../../../src/shared/secret.js';
import { TEST_PACE } from '../../support/pace.js';
import { CANARY, memoryLogger, policyFor } from './client.js';
import { COMPANY_INFO, type FarSide, json, startFarSide } from './far-side.js';

let played: FarSide[] = [];

/** The far side of the latest test. */
export function farSide(): FarSide {
  const latest = played.at(-1);
  if (!latest) throw new Error('No far side was played');
  return latest;
}

export async function closeFarSides(): Promise<void> {
  await Promise.all(played.map((server) => server.close()));
  played = [];
}

export async function startPlayed(listener: RequestListener): Promise<FarSide> {
  const server = await startFarSide(listener);
  played.push(server);
  return server;
}

const denied = {
  code: 'Security',
  message: 'You do not have security permission to perform this action.',
  errors: null,
};
export const right = (moduleName: string, moduleFunctionName: string, level = 'All', more: object = {}) => ({
  id: 1,
  moduleName,
  moduleFunctionName,
  addLevel: level,
  editLevel: level,
  deleteLevel: level,
  inquireLevel: level,
  ...more,
});

export const FULL_RIGHTS = [
  right('Companies', 'Company Maintenance'),
  right('Companies', 'Manage Attachments'),
  right('Finance', 'Agreements'),
  right('Procurement', 'Product Catalog'),
  right('Service Desk', 'Service Tickets'),
  right('Service Desk', 'Close Service Tickets'),
  right('System', 'Table Setup'),
];

export interface Answers {
  readonly info?: unknown;
  readonly system?: RequestListener;
  readonly rights?: unknown;
  readonly items?: unknown;
  readonly denied?: readonly string[];
  readonly any?: RequestListener;
  /** The older SOAP service. */
  readonly soap?: RequestListener;
}

/** ConnectWise as the test sees it, changed where a case says so. */
export function play({
  info = COMPANY_INFO,
  system,
  rights = FULL_RIGHTS,
  items = [],
  denied: refused = [],
  any,
  soap = (_request, response) => void response.end('<title>ManagedDeviceApi Web Service</title>'),
}: Answers): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0]?.replace('/v2025_1/apis/3.0', '') ?? '';
    if (any && !path.startsWith('/login')) return any(request, response);
    if (path.startsWith('/login')) return json(response, info);
    if (path.endsWith('/ManagedDeviceApi.asmx')) return soap(request, response);
    if (refused.includes(path)) return json(response, denied, 403);
    if (path === '/system/info') {
      if (system) return system(request, response);
      return json(response, { version: 'v2025.1.10333', isCloud: false, cloudRegion: 'EU', serverTimeZone: 'UTC' });
    }
    if (path === '/system/mySecurity') return json(response, rights);
    if (path === '/system/mySecurity/customizeItems/') return json(response, items);
    return json(response, [{ id: 1 }]);
  };
}

export async function runTest(
  answers: Answers | RequestListener,
  changes: Partial<ConnectionTestInput> = {},
  limits: Partial<Limits> = {},
): Promise<ConnectionReport> {
  const far = await startPlayed(typeof answers === 'function' ? answers : play(answers));
  return testConnection(
    { ...INPUT, site: `http://${far.host}`, ...changes },
    { policy: policyFor(far.host), logger: memoryLogger(), limits, paceFigures: TEST_PACE },
  );
}

export const INPUT: ConnectionTestInput = {
  site: '',
  loginCompanyId: 'examplemsp',
  publicKey: new Secret(CANARY.publicKey),
  privateKey: new Secret(CANARY.privateKey),
  clientId: CANARY.clientId,
};

export const outcomes = (report: ConnectionReport) => report.checks.map(({ outcome }) => outcome.slice(0, 4)).join(' ');
export const check = (report: ConnectionReport, subject: CheckSubject): ConnectionCheck | undefined =>
  report.checks.find((one) => one.subject === subject);
