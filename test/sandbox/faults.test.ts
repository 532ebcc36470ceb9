import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../src/sandbox/faults/fault.js';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 60, clock: () => new Date('2026-01-31T18:00:00Z') });

type FaultInput = FaultRuleInput['fault'];

afterEach(() => {
  using.sandbox.faults.clear();
  using.sandbox.settings.codebase = 'v2025_1';
});

async function once(fault: FaultInput, path = '/company/companies'): Promise<Reply> {
  using.sandbox.faults.add({ fault });
  return using.client.api(path);
}

async function create(identifier: string): Promise<Reply> {
  return using.client.api('/company/companies', { method: 'POST', body: { identifier, name: 'x', city: 'x' } });
}

/** Milliseconds until the headers, and whatever of the body came before the end or the given time. */
function listen(
  path: string,
  until: number,
): Promise<{ headersAt: number | null; text: string; error: string | null }> {
  return new Promise((resolve) => {
    const started = performance.now();
    const seen = { headersAt: null as number | null, text: '', error: null as string | null };
    const request = httpRequest(`${using.sandbox.url}/v2025_1/apis/3.0${path}`, {
      headers: using.client.headers,
      agent: false,
    });
    const timer = setTimeout(() => request.destroy(), until);
    const end = (): void => {
      clearTimeout(timer);
      resolve(seen);
    };
    request.on('error', (error) => {
      seen.error = error.message;
      end();
    });
    request.on('response', (response) => {
      seen.headersAt = performance.now() - started;
      response.on('data', (chunk: Buffer) => {
        seen.text += chunk.toString('latin1');
      });
      response.on('error', (error) => {
        seen.error = error.message;
      });
      response.on('close', end);
    });
    request.end();
  });
}

describe('faults hit', () => {
  it('so many requests after the first few, by route and method, and no others', async () => {
    const fault = using.sandbox.faults.add({
      route: '/company/companies',
      method: 'get',
      skip: 1,
      times: 2,
      fault: { kind: 'frontEnd' },
    });
    const statuses: number[] = [];
    for (const path of [
      '/company/companies',
      '/system/info',
      '/company/companies',
      '/company/companies/251',
      '/company/companies',
      '/company/companies',
    ]) {
      statuses.push((await using.client.api(path)).status);
    }
    expect(statuses).toEqual([200, 200, 502, 200, 502, 200]);
    expect([fault.skipped, fault.hits]).toEqual([1, 2]);
  });

  it('every request of a pattern until they are cleared', async () => {
    using.sandbox.faults.add({ route: '/company/*', times: null, fault: { kind: 'frontEnd', status: 503 } });
    const ask = async (): Promise<number> => (await using.client.api('/company/companies/251')).status;
    expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 503]);
    using.sandbox.faults.clear();
    expect(await ask()).toBe(200);
  });

  it('the open company info as well', async () => {
    using.sandbox.faults.add({ route: '/login/companyinfo/*', fault: { kind: 'body', as: 'notJson' } });
    expect((await using.client.plain('/login/companyinfo/sandboxmsp')).text).toBe('<!-- not json -->');
  });

  it('nothing when they are misspelt: such a rule is refused', () => {
    expect(() => using.sandbox.faults.add({ fault: { kind: 'nope' } as unknown as FaultInput })).toThrow();
    expect(() =>
      using.sandbox.faults.add({ routes: '/x', fault: { kind: 'extraFields' } } as unknown as FaultRuleInput),
    ).toThrow();
  });
});

describe('answers instead', () => {
  it.each<[string, FaultInput, number, string, string | undefined]>([
    ['429 of the throttle', { kind: 'rateLimit', retryAfter: 30 }, 429, '"error": "ConnectWiseAPI"', '30'],
    [
      '429 of the API',
      { kind: 'rateLimit', body: 'api', retryAfter: 'rubbish' },
      429,
      '"code": "ConnectWiseApi"',
      'rubbish',
    ],
    ['429 of the front end', { kind: 'rateLimit', body: 'html' }, 429, '<html>', undefined],
    [
      '500 timeout',
      { kind: 'serverError', text: 'timeout' },
      500,
      'A timeout has occured. Please try again.',
      undefined,
    ],
    ['500 pool', { kind: 'serverError', text: 'pool' }, 500, 'obtaining a connection from the pool', undefined],
    ['500 conversion', { kind: 'serverError', text: 'conversion' }, 500, 'Error converting value', undefined],
    ['502', { kind: 'frontEnd', status: 502 }, 502, '<html>', undefined],
    ['503', { kind: 'frontEnd', status: 503 }, 503, '<html>', undefined],
    ['504', { kind: 'frontEnd', status: 504 }, 504, '<html>', undefined],
    ['any answer', { kind: 'answer', status: 401, body: 'no', headers: { 'retry-after': '1' } }, 401, 'no', '1'],
    ['not JSON', { kind: 'body', as: 'notJson' }, 200, '<!--', undefined],
    ['null', { kind: 'body', as: 'null' }, 200, 'null', undefined],
    ['nothing', { kind: 'body', as: 'empty' }, 200, '', undefined],
    ['a wrong shape', { kind: 'body', as: 'wrongShape' }, 200, '"id": "seven"', undefined],
    ['an object for a list', { kind: 'body', as: 'wrapped' }, 200, '{"items": [', undefined],
  ])('give %s, then it is over', async (_name, fault, status, text, retryAfter) => {
    const reply = await once(fault);
    expect([reply.status, reply.text, reply.headers['retry-after']]).toEqual([
      status,
      expect.stringContaining(text),
      retryAfter,
    ]);
    expect((await using.client.api('/company/companies')).status).toBe(200);
  });

  it('name a date to try again at', async () => {
    const { headers } = await once({ kind: 'rateLimit', retryAtSeconds: 3600 });
    expect(Date.parse(String(headers['retry-after'])) - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('wrap a single record in an array, cut JSON, and nest too deep', async () => {
    expect((await once({ kind: 'body', as: 'wrapped' }, '/company/companies/251')).json).toMatchObject([{ id: 251 }]);
    const cut = await once({ kind: 'body', as: 'cutJson' });
    expect(() => cut.json).toThrow();
    expect((await once({ kind: 'body', as: 'deep' })).text).toHaveLength(200_000);
  });

  it('redirect', async () => {
    const reply = await once({ kind: 'redirect', status: 307, location: 'http://127.0.0.1:9/trap' });
    expect([reply.status, reply.headers['location']]).toEqual([307, 'http://127.0.0.1:9/trap']);
  });

  it('add unknown fields and unknown values of enumerations', async () => {
    const [record] = (await once({ kind: 'extraFields' })).json;
    expect(record).toMatchObject({ identifier: 'HarborDental', sandboxNewField: 'unknown' });
    const [row] = (await once({ kind: 'unknownEnumeration' }, '/system/mySecurity')).json;
    expect(row).toMatchObject({ moduleName: 'Companies' });
    const [other] = (await once({ kind: 'unknownEnumeration', field: 'addLevel' }, '/system/mySecurity')).json;
    expect(other).toMatchObject({ addLevel: 'SomethingNew' });
  });

  it('send a body of many megabytes, packed or not, and 20,000 headers', async () => {
    expect((await once({ kind: 'oversized', megabytes: 5 })).text).toHaveLength(5_000_002);
    const packed = await once({ kind: 'gzip', megabytes: 5 });
    expect([packed.headers['content-encoding'], packed.text.length < 50_000]).toEqual(['gzip', true]);
    expect((await once({ kind: 'gzip' })).headers['content-encoding']).toBe('gzip');
    using.sandbox.faults.add({ fault: { kind: 'headers' } });
    expect(await rawHeaders()).toBeGreaterThanOrEqual(20_000);
  });

  /** Counted on the socket, because every client cuts such a head somewhere. */
  function rawHeaders(): Promise<number> {
    return new Promise((resolve) => {
      const socket = connect(using.sandbox.port, '127.0.0.1');
      const head = Object.entries(using.client.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(text.split('\r\n\r\n')[0]?.split('\r\n').length ?? 0));
      socket.write(
        `GET /v2025_1/apis/3.0/system/info HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head.join('')}\r\n`,
      );
    });
  }
});

describe('the connection', () => {
  it('is slow before the headers', async () => {
    using.sandbox.faults.add({ fault: { kind: 'slow', delay: 150 } });
    const { headersAt, text } = await listen('/company/companies', 5000);
    expect(headersAt).toBeGreaterThanOrEqual(145);
    expect(JSON.parse(text)).toHaveLength(25);
  });

  it('stays silent', async () => {
    using.sandbox.faults.add({ fault: { kind: 'silent' } });
    expect(await listen('/company/companies', 200)).toMatchObject({ headersAt: null, text: '' });
  });

  it('drips', async () => {
    using.sandbox.faults.add({ fault: { kind: 'drip', every: 20 } });
    const { headersAt, text } = await listen('/company/companies', 500);
    expect(headersAt).not.toBeNull();
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThan(100);
  });

  it.each(['close', 'reset', 'halfClose'] as const)(
    'breaks by %s before the headers and in the middle of the body',
    async (how) => {
      using.sandbox.faults.add({ fault: { kind: 'cut', how } });
      expect(await listen('/company/companies', 2000)).toMatchObject({ headersAt: null, error: expect.any(String) });
      using.sandbox.faults.add({ fault: { kind: 'cut', at: 'body', how } });
      const seen = await listen('/company/companies', 2000);
      expect(() => JSON.parse(seen.text)).toThrow();
      expect(seen.headersAt).not.toBeNull();
    },
  );
});

describe('a write whose answer is lost', () => {
  it.each<[string, FaultInput]>([
    ['cut', { kind: 'cut' }],
    ['500', { kind: 'serverError' }],
    ['502', { kind: 'frontEnd' }],
    ['an answer', { kind: 'answer', status: 408 }],
  ])('took effect or not as the fault (%s) says', async (name, fault) => {
    const { faults, companies, journal } = using.sandbox;
    const changes = journal.changes;
    faults.add({ method: 'POST', fault });
    await create(`lost-${name}`).catch(() => undefined);
    expect(companies.find(`lost-${name}`)).toHaveLength(0);
    faults.add({ method: 'POST', fault: { ...fault, applied: true } as FaultInput });
    await create(`lost-${name}`).catch(() => undefined);
    expect(companies.find(`lost-${name}`)).toHaveLength(1);
    expect(journal.changes - changes).toBe(1);
  });

  it('took effect although it was slow, for a client that gave up before', async () => {
    for (const [identifier, applied] of [
      ['slow-late', false],
      ['slow-early', true],
    ] as const) {
      using.sandbox.faults.add({ fault: { kind: 'slow', delay: 300, applied } });
      const answer = create(identifier);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(using.sandbox.companies.find(identifier)).toHaveLength(applied ? 1 : 0);
      expect((await answer).status).toBe(201);
      expect(using.sandbox.companies.find(identifier)).toHaveLength(1);
    }
  });

  it('took effect behind a silence', async () => {
    using.sandbox.faults.add({ method: 'POST', fault: { kind: 'silent', applied: true } });
    const lost = create('lost-silent').catch(() => undefined);
    while (using.sandbox.companies.find('lost-silent').length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(using.sandbox.journal.entries.at(-1)).toMatchObject({ status: null, changed: true, fault: 'silent' });
    void lost;
  });
});

describe('the world changes', () => {
  it('to another codebase during a run: the old one no longer routes', async () => {
    expect((await once({ kind: 'codebase', codebase: 'v2025_2' })).text).toBe(
      'Cannot route. Codebase/company is invalid',
    );
    expect((await using.client.plain('/login/companyinfo/sandboxmsp')).json.Codebase).toBe('v2025_2/');
    expect((await using.client.plain('/v2025_2/apis/3.0/system/info', { headers: using.client.headers })).status).toBe(
      200,
    );
    expect(
      (await using.client.plain('/v4_6_release/apis/3.0/system/info', { headers: using.client.headers })).status,
    ).toBe(200);
  });

  it('between two pages, so that records are missed or come twice', async () => {
    const page = async (number: number): Promise<number[]> =>
      (await using.client.api('/company/companies', { query: { page: String(number), pageSize: '20' } })).json.map(
        ({ id }: { id: number }) => id,
      );
    const second = (await using.client.api('/company/companies', { query: { page: '2', pageSize: '20' } })).json.map(
      ({ id }: { id: number }) => id,
    );
    const before = using.sandbox.companies.count;
    using.sandbox.faults.add({ route: '/company/companies', skip: 1, fault: { kind: 'drift', remove: 3, insert: 5 } });
    await page(1);
    const shifted = await page(2);
    expect(shifted).not.toContain(second[0]);
    expect(shifted[0]).toBe(second[3]);
    expect(using.sandbox.companies.count).toBe(before + 2);
  });
});
