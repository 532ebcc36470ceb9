import { createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CertificateShop, openShop } from '../support/certificates.js';
import { accessTo, clientFor, closeClients, errorOf, policyFor, siteOf } from './support/client.js';
import { type Certificate, COMPANY_INFO, type FarSide, json, startFarSide } from './support/far-side.js';

let shop: CertificateShop;
let far: FarSide | undefined;

beforeAll(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await closeClients();
  await far?.close();
  far = undefined;
});

async function problemWith(certificate: Certificate | undefined, customCa?: string): Promise<unknown> {
  far = await startFarSide((_request, response) => json(response, COMPANY_INFO), certificate);
  const site = siteOf(`https://${far.host}`, far.host);
  const session = clientFor({ policy: policyFor(far.host) }).open(accessTo(site, { customCa }), 'interactive');
  const error = await errorOf(session.address());
  expect(far.seen).toEqual([]);
  return error.problem;
}

describe('F9 TLS', () => {
  it('F9 says that a certificate is self-signed', async () => {
    const problem = await problemWith(await shop.selfSigned('IP:127.0.0.1'));
    expect(problem).toEqual({ kind: 'tls', problem: 'self-signed', host: '127.0.0.1' });
  });

  it('F9 says that the authority is not known', async () => {
    expect(await problemWith(await shop.issued('IP:127.0.0.1'))).toMatchObject({ problem: 'unknown-authority' });
  });

  it('F9 says that the certificate is made out to another name, custom CA or not', async () => {
    const problem = await problemWith(await shop.issued('DNS:other.example'), shop.authority);
    expect(problem).toMatchObject({ problem: 'wrong-name' });
  });

  it('F9 says that the certificate has expired, custom CA or not', async () => {
    expect(await problemWith(await shop.issued('IP:127.0.0.1', -1), shop.authority)).toMatchObject({
      problem: 'expired',
    });
  });

  it('F9 says that the port speaks plain http', async () => {
    expect(await problemWith(undefined)).toMatchObject({ kind: 'tls', problem: 'plain-http' });
  });

  it('F9 says that the custom CA cannot be read', async () => {
    const problem = await problemWith(await shop.issued('IP:127.0.0.1'), 'not a certificate');
    expect(problem).toMatchObject({ problem: 'unreadable-ca' });
  });

  it('F9 trusts an authority of the account, and only for the account that names it', async () => {
    const server = await startFarSide(
      (_request, response) => json(response, COMPANY_INFO),
      await shop.issued('IP:127.0.0.1'),
    );
    far = server;
    const site = siteOf(`https://${server.host}`, server.host);
    const client = clientFor({ policy: policyFor(server.host) });
    const trusting = client.open(accessTo(site, { customCa: `Our own:\n${shop.authority}` }), 'interactive');
    expect(await trusting.address()).toMatchObject({ origin: site.origin, basePath: '/v2025_1/apis/3.0' });
    const other = client.open(accessTo(site, { loginCompanyId: 'other' }), 'interactive');
    expect((await errorOf(other.address())).problem).toMatchObject({ problem: 'unknown-authority' });
  });

  it('F9 trusts the authorities of the server for every account', async () => {
    far = await startFarSide((_request, response) => json(response, COMPANY_INFO), await shop.issued('IP:127.0.0.1'));
    const site = siteOf(`https://${far.host}`, far.host);
    const client = clientFor({ policy: policyFor(far.host), serverCa: shop.authority });
    expect(await client.open(accessTo(site), 'interactive').address()).toMatchObject({ apiVersion: '2025.1' });
  });

  it.each([
    ['hangs up', (socket: Socket) => void socket.destroy()],
    ['resets', (socket: Socket) => void socket.resetAndDestroy()],
    ['hangs up in the middle', (socket: Socket) => void socket.once('data', () => socket.destroy())],
    ['answers with rubbish', (socket: Socket) => void socket.once('data', () => socket.end('220 smtp ready\r\n'))],
  ])('F9 survives a port that %s in the handshake', async (_what, behave) => {
    const rude = createServer((socket) => {
      socket.on('error', () => undefined);
      behave(socket);
    });
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    const address = rude.address();
    const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const client = clientFor({ policy: policyFor(host) });
    const error = await errorOf(client.open(accessTo(siteOf(`https://${host}`, host)), 'interactive').address());
    expect(['tls', 'refused']).toContain(error.kind);
    await closeClients();
    await new Promise((resolve) => rude.close(resolve));
  });

  it('F9 gives up on a handshake that never ends', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const client = clientFor({ policy: policyFor(host), limits: { connectMs: 100 } });
    const error = await errorOf(client.open(accessTo(siteOf(`https://${host}`, host)), 'interactive').address());
    expect(error.problem).toMatchObject({ kind: 'timeout', phase: 'tls' });
    await closeClients();
    await new Promise((resolve) => silent.close(resolve));
  });
});
