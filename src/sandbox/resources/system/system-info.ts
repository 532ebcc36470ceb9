import type { Endpoint } from '../../http/operation.js';
import type { JsonObject } from '../../json.js';
import { systemVersion } from '../../settings.js';
import type { World } from '../../world.js';

const LICENSED: readonly string[] = ['ManagedServices', 'AuditTrail', 'SpamStats'];

/** `GET /system/info`: any API member may ask, which makes it the usual test of a connection. */
export function systemInfo(world: World): Endpoint {
  return { template: '/system/info', operations: { GET: { run: () => ({ status: 200, body: info(world) }) } } };
}

function info({ settings }: World): JsonObject {
  return {
    version: `v${systemVersion(settings)}.10333`,
    isCloud: settings.cloud,
    serverTimeZone: 'Eastern Standard Time',
    licenseBits: LICENSED.map((name) => ({ name, activeFlag: true })),
    cloudRegion: settings.cloud ? 'NA' : '',
    maxWorkFlowRecordsAllowed: 1000,
  };
}
