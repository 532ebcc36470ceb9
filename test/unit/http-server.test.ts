import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createHealthDoor } from '../../src/graphql/front-door.js';
import { createHttpServer } from '../../src/graphql/http-server.js';
import { createMetrics } from '../../src/graphql/metrics.js';
import { createLogger } from '../../src/shared/logger.js';
import { openShop } from '../support/certificates.js';

const plain = { logger: createLogger('silent'), tls: undefined, trustedProxies: [], corsOrigins: [] };

it('P6, T14: whoever connects and never begins TLS is cut off like one who never sends a request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'psa-tls-'));
  const { cert, key } = await (await openShop()).selfSigned('IP:127.0.0.1');
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  await Promise.all([writeFile(tls.certFile, cert), writeFile(tls.keyFile, key)]);
  const { app } = await createHttpServer({ ...plain, tls });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  // Node's own limit is two minutes.
  const closed = new Promise<string>((resolve) => socket.resume().once('close', () => resolve('closed')));
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('open still'), 20_000).unref());
  expect(await Promise.race([closed, late])).toBe('closed');
  socket.destroy();
  await app.close();
  await rm(folder, { recursive: true });
});

it('T14: however many ask at once whether the server is ready, the database is asked once', async () => {
  let pings = 0;
  let arrived = 0;
  let release = () => {};
  const allThere = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ping = async () => {
    pings += 1;
    await allThere;
    return true;
  };
  const { app, close } = await createHealthDoor({ ...plain, ping, metrics: createMetrics() });
  app.addHook('preHandler', async () => {
    arrived += 1;
    if (arrived === 50) setImmediate(release);
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${origin}/readyz`)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(pings).toBe(1);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  expect(pings).toBe(2);
  await close();
});
