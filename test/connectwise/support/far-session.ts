import type { RequestListener } from 'node:http';
import type { Limits } from '../../../src/connectwise/limits.js';
import type { Mode } from '../../../src/connectwise/retry.js';
import { systemTiming } from '../../../src/connectwise/timing.js';
import { accessTo, clientFor, closeClients, memoryLogger, policyFor, siteOf } from './client.js';
import { type FarSide, knownCompany, startFarSide } from './far-side.js';

let far: FarSide[] = [];

export async function closeFarSides(): Promise<void> {
  await closeClients();
  await Promise.all(far.map((server) => server.close()));
  far = [];
}

/** One that `closeFarSides` closes. */
export async function farSide(listener: RequestListener): Promise<FarSide> {
  const server = await startFarSide(listener);
  far.push(server);
  return server;
}

interface Setting {
  readonly mode?: Mode;
  readonly limits?: Partial<Limits>;
}

/** A session with a far side that knows its address and leaves all else to `listener`; waits pass at once. */
export async function sessionWith(listener: RequestListener, { mode = 'interactive', limits }: Setting = {}) {
  const server = await farSide(knownCompany(listener));
  const logger = memoryLogger();
  const timing = { ...systemTiming, sleep: async () => undefined };
  const client = clientFor({ policy: policyFor(server.host), logger, limits, timing });
  const session = client.open(accessTo(siteOf(`http://${server.host}`, server.host)), mode);
  return { server, session, logger };
}
