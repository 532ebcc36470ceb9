import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic } from '../client.js';
import { operations, withForeignClient } from './foreign-client.js';

const using = withForeignClient({ companies: 20 });

interface Received {
  readonly url: string;
  readonly signature: string;
  readonly body: string;
}

/** Where callbacks go to; answers 200 and keeps what came. */
class Receiver {
  readonly received: Received[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const body = await text(request);
    this.received.push({ url: request.url ?? '', signature: String(request.headers['x-content-signature']), body });
    response.end();
  });

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/psa?recordId=`;
  }

  close(): void {
    this.#server.close();
  }
}

describe('connectwise-rest with the system', () => {
  const receiver = new Receiver();
  let url = '';
  let id = 0;
  beforeAll(async () => {
    url = await receiver.open();
  });
  afterAll(() => receiver.close());

  it('asks for the system info, in its version 2021.1', async () => {
    const info = await using.foreign.call('SystemAPI', 'getSystemInfo');
    expect(info).toMatchObject({ version: expect.stringMatching(/^v\d{4}\.\d/), isCloud: false });
  });

  it('asks for its own rights', async () => {
    const rights = await using.foreign.call('SystemAPI', 'getSystemMySecurity', { pageSize: 1000 });
    expect(rights).toContainEqual(expect.objectContaining({ moduleFunctionName: 'Service Tickets', addLevel: 'All' }));
  });

  it('registers a callback, and is refused the same a second time', async () => {
    const callback = { url, objectId: 1, type: 'company', level: 'owner' };
    const registered = await using.foreign.call('SystemAPI', 'postSystemCallbacks', callback);
    id = registered.id ?? 0;
    expect(registered).toMatchObject({ ...callback, inactiveFlag: false, memberId: expect.any(Number) });
    await expect(using.foreign.call('SystemAPI', 'postSystemCallbacks', callback)).rejects.toMatchObject({
      data: { errors: [{ code: 'ObjectExists' }] },
    });
  });

  it('finds the signature of what is delivered right, and that of anything else wrong', async () => {
    const company = using.sandbox.companies.add({ identifier: 'called', name: 'Called "back" 株式会社' });
    await using.sandbox.deliveries.idle();
    const [delivery] = receiver.received;
    const payload = JSON.parse(delivery?.body ?? '');
    expect([delivery?.url, payload]).toMatchObject([
      `/psa?recordId=${company.id}&action=added`,
      { Action: 'added', Type: 'company', ID: company.id, CompanyId: 'sandboxmsp' },
    ]);
    expect(JSON.parse(payload.Entity)).toMatchObject({ id: company.id, identifier: 'called' });
    const key = await signingKey(payload.Metadata.key_url);
    const signature = delivery?.signature ?? '';
    expect(await using.foreign.verifies(payload, signature, key)).toBe(true);
    expect(await using.foreign.verifies({ ...payload, ID: 1 }, signature, key)).toBe(false);
    expect(await using.foreign.verifies(payload, signature, `${key}x`)).toBe(false);
  });

  it('switches the callback off, and deletes it', async () => {
    const change = operations({ op: 'replace', path: 'inactiveFlag', value: true });
    const patched = await using.foreign.call('SystemAPI', 'patchSystemCallbacksById', id, change);
    expect(patched).toMatchObject({ inactiveFlag: true });
    await using.foreign.call('SystemAPI', 'deleteSystemCallbacksById', id);
    expect(await using.foreign.call('SystemAPI', 'getSystemCallbacks')).toEqual([]);
  });

  it('lists members by licence', async () => {
    const members = await using.foreign.call('SystemAPI', 'getSystemMembers', { conditions: 'licenseClass = "A"' });
    expect(members).toMatchObject([{ identifier: 'psabridge' }]);
  });

  it('reads the audit trail of a company that it changed', async () => {
    const { id: company } = using.sandbox.landmarks.ordinary[0];
    const change = operations({ op: 'replace', path: 'city', value: 'Tampa' });
    await using.foreign.call('CompanyAPI', 'patchCompanyCompaniesById', company, change);
    const trail = await using.foreign.request(`/system/audittrail?type=Company&id=${company}`, 'get');
    expect(trail).toContainEqual(expect.objectContaining({ enteredBy: 'psabridge' }));
  });

  it('downloads a document as it was uploaded', async () => {
    const { id: company } = using.sandbox.landmarks.ordinary[0];
    const content = Buffer.from([0, 1, 2, 253, 254, 255]);
    const document = await using.foreign.upload({ recordType: 'Company', recordId: String(company) }, content);
    expect(document).toMatchObject({ fileName: 'file.bin', size: 6 });
    const { id: documentId } = document as { id: number };
    const downloaded: unknown = await using.foreign.call('SystemAPI', 'getSystemDocumentsByIdDownload', documentId);
    expect(Buffer.from(downloaded as Uint8Array)).toEqual(content);
  });

  /** The package asks for it without keys, which are demanded; so this is asked by other means. */
  async function signingKey(address: string): Promise<string> {
    const { loginCompanyId, publicKey, privateKey, clientId } = using.sandbox.credentials;
    const { pathname, search, origin } = new URL(address);
    expect(origin).toBe(using.sandbox.tlsUrl);
    const headers = { authorization: basic(`${loginCompanyId}+${publicKey}`, privateKey), clientid: clientId };
    const answer = await fetch(`${using.sandbox.url}${pathname}${search}`, { headers });
    return JSON.parse(await answer.text()).signing_key;
  }
});
