import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import type { ConnectWiseDeps } from '../../src/connectwise/client.js';
import { toFailure } from '../../src/connectwise/errors.js';
import { operationsOf } from '../../src/connectwise/patch.js';
import type { Requester } from '../../src/connectwise/requester.js';
import type { Mode } from '../../src/connectwise/retry.js';
import { ConnectWiseSession } from '../../src/connectwise/session.js';
import { accessTo, clientFor, closeClients, errorOf, fakeTiming, policyFor, siteOf } from './support/client.js';
import { type FarSide, json, knownCompany, startFarSide } from './support/far-side.js';
import { API, type MockAnswer, type MockCall, mockFar, withCompany } from './support/mock.js';

let far: FarSide | undefined;
afterEach(async () => {
  await closeClients();
  await far?.close();
});

const shape = z.object({ id: z.int(), summary: z.string() });
const RECORD = { id: 7, summary: 'Mail is down', status: { id: 5, name: 'New' }, quantity: 12.5, extra: true };
const NOTE = { route: '/things/{id}', path: '/things/7' };

/** A session's requester, as its resources get it. */
function requesterOf(open: () => ConnectWiseSession): Requester {
  return open().requester;
}

function mocked(answer: (call: MockCall) => MockAnswer, mode: Mode = 'job', deps: Partial<ConnectWiseDeps> = {}) {
  const timing = fakeTiming();
  const mock = mockFar(withCompany(answer), API, 'https://na.myconnectwise.net');
  const requester = requesterOf(() =>
    mock.client({ timing, ...deps }).open(accessTo(siteOf('na.myconnectwise.net')), mode),
  );
  const sent = () => mock.calls.filter(({ path }) => !path.startsWith('/login'));
  return { requester, sent, timing };
}

describe('a write', () => {
  it.each([200, 201])('is done when ConnectWise answers %i with the record', async (status) => {
    const { requester, sent } = mocked(() => ({ status, body: RECORD }));
    const made = await requester.post({ route: '/things', body: { summary: 'Mail is down', left: undefined }, shape });
    expect(made).toEqual({ id: 7, summary: 'Mail is down' });
    expect(sent()).toMatchObject([
      {
        method: 'POST',
        path: '/things',
        body: '{"summary":"Mail is down"}',
        headers: { 'content-type': 'application/json' },
      },
    ]);
  });

  it.each([200, 204])('deletes with the answer %i', async (status) => {
    const { requester, sent } = mocked(() => ({ status, body: '' }));
    await requester.delete(NOTE);
    expect(sent()).toMatchObject([{ method: 'DELETE', path: '/things/7', body: '' }]);
  });

  it('replaces a whole record with PUT', async () => {
    const { requester, sent } = mocked(() => ({ body: RECORD }));
    expect(await requester.put({ ...NOTE, body: { summary: 'Mail is down' }, shape })).toMatchObject({ id: 7 });
    expect(sent()[0]?.method).toBe('PUT');
  });

  it('downloads a file as it is, without the type that would be answered with a description', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const { requester, sent } = mocked(() => ({ body: bytes }));
    expect(Buffer.from(await requester.download(NOTE, 100))).toEqual(bytes);
    expect(sent()[0]?.headers['accept']).toBe('*/*');
  });

  it('T16: cuts off a file that is larger than was asked for', async () => {
    const { requester } = mocked(() => ({ body: Buffer.alloc(101) }));
    expect((await errorOf(requester.download(NOTE, 100))).kind).toBe('too-large');
  });
});

describe('a change', () => {
  it('goes out as an array of operations on whole fields', async () => {
    const { requester, sent } = mocked(() => ({ body: { ...RECORD, endedOn: null } }));
    const changes = { summary: 'Mail is down', status: { id: 5 }, quantity: 12.5, endedOn: null, left: undefined };
    expect(await requester.patch({ ...NOTE, changes, shape })).toEqual({ id: 7, summary: 'Mail is down' });
    expect(JSON.parse(sent()[0]?.body ?? '')).toEqual([
      { op: 'replace', path: 'summary', value: 'Mail is down' },
      { op: 'replace', path: 'status', value: { id: 5 } },
      { op: 'replace', path: 'quantity', value: 12.5 },
      { op: 'remove', path: 'endedOn' },
    ]);
  });

  it.each(['status/id', '/status/id', 'status.id', '', 'a b'])('is never one of a part of a field: %p', (field) => {
    expect(() => operationsOf({ [field]: 5 })).toThrow(TypeError);
  });

  it('has to change something', () => {
    expect(() => operationsOf({ summary: undefined })).toThrow(TypeError);
  });

  it('that ConnectWise accepted and did not carry out is an error that names the fields', async () => {
    const { requester, sent } = mocked(() => ({ body: RECORD }));
    const changes = { summary: 'Other', status: { id: 6 }, quantity: 12.5, endedOn: new Date('2026-01-31T00:00:00Z') };
    const error = await errorOf(requester.patch({ ...NOTE, changes, shape }));
    expect(error.problem).toEqual({ kind: 'change-ignored', fields: ['summary', 'status', 'endedOn'] });
    expect(toFailure(error).problems[0]).toMatchObject({
      code: 'CONNECTWISE_REJECTED',
      message: 'ConnectWise accepted the change but did not carry it out for: summary, status, endedOn.',
    });
    expect(sent()).toHaveLength(1);
  });

  it.each([
    ['a text with other line ends and blanks around it', 'one\ntwo', ' one\r\ntwo '],
    ['a date with a time of midnight', '2026-01-31', '2026-01-31T00:00:00Z'],
    ['an instant', new Date('2026-01-31T18:04:26.900Z'), '2026-01-31T18:04:26Z'],
    ['a reference by name', { name: 'acme' }, { id: 4, name: 'Acme' }],
    ['a reference by identifier', { identifier: 'acme' }, { id: 4, identifier: 'ACME' }],
    ['a number with digits that no decimal has', 0.3, 0.1 + 0.2],
  ])('is carried out when %s comes back', async (_what, asked, found) => {
    const { requester } = mocked(() => ({ body: { ...RECORD, field: found } }));
    expect(await requester.patch({ ...NOTE, changes: { field: asked }, shape })).toMatchObject({ id: 7 });
  });

  it('is recognised as carried out whatever the value was', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date('1990-01-01'), max: new Date('2090-01-01') }),
      fc.record({ id: fc.nat() }),
      fc.constant(null),
    );
    let body: unknown;
    const { requester } = mocked((call) => {
      const [operation] = JSON.parse(call.body) as { value?: unknown }[];
      body = { ...RECORD, field: operation?.value ?? null };
      return { body };
    });
    await fc.assert(
      fc.asyncProperty(value, async (field) => {
        await expect(requester.patch({ ...NOTE, changes: { field }, shape })).resolves.toMatchObject({ id: 7 });
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

describe('F6 writes whose outcome is unknown', () => {
  const after: [string, RequestListener][] = [
    ['before the answer', (request) => void request.socket.destroy()],
    [
      'in the answer',
      (request, response) => {
        response.writeHead(201, { 'content-length': '100' });
        response.write('{"id":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ];

  it.each(after)(
    'F6 does not repeat a write when the connection is cut %s, and says that it is unclear',
    async (_what, cut) => {
      let applied = 0;
      far = await startFarSide(
        knownCompany((request, response) => {
          applied += 1;
          cut(request, response);
        }),
      );
      const server = far;
      const client = clientFor({ policy: policyFor(server.host), timing: fakeTiming() });
      const requester = requesterOf(() => client.open(accessTo(siteOf(`http://${server.host}`, server.host)), 'job'));
      const error = await errorOf(requester.post({ route: '/things', body: {}, shape }));
      expect(error.kind).toBe('outcome-unknown');
      expect(error.cause).toMatchObject({ kind: 'connection-lost' });
      expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_UNAVAILABLE');
      expect(applied).toBe(1);
    },
  );

  it('F6 says so too when time runs out', async () => {
    far = await startFarSide(knownCompany(() => undefined));
    const server = far;
    const client = clientFor({ policy: policyFor(server.host), limits: { jobMs: 200 } });
    const requester = requesterOf(() => client.open(accessTo(siteOf(`http://${server.host}`, server.host)), 'job'));
    expect((await errorOf(requester.delete(NOTE))).kind).toBe('outcome-unknown');
  });

  it.each<[string, MockAnswer]>([
    ['502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503', { status: 503, body: '' }],
    ['504', { status: 504, body: '' }],
    ['500 with a time-out text', { status: 500, body: { code: 'ConnectWiseApi', message: 'A timeout has occured.' } }],
    ['a good status with half an answer', { status: 201, body: '{"id":7' }],
    ['a good status without what is needed', { status: 201, body: { id: 7 } }],
  ])('F6 tells that the outcome is unknown after %s, and sends once', async (_what, answer) => {
    for (const write of ['post', 'put'] as const) {
      const { requester, sent } = mocked(() => answer);
      expect((await errorOf(requester[write]({ ...NOTE, body: {}, shape }))).kind).toBe('outcome-unknown');
      expect(sent()).toHaveLength(1);
    }
  });

  it.each<[string, MockAnswer, string]>([
    ['400', { status: 400, body: { code: 'InvalidObject', message: 'no' } }, 'rejected'],
    ['401', { status: 401, body: { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' } }, 'wrong-keys'],
    ['403', { status: 403, body: { code: 'Security', message: 'no' } }, 'permission'],
    ['404', { status: 404, body: { code: 'NotFound', message: 'no' } }, 'not-found'],
    ['409', { status: 409, body: { code: 'Conflict', message: 'no' } }, 'rejected'],
    [
      'another 500',
      { status: 500, body: { code: 'ConnectWiseApi', message: 'Error converting value' } },
      'server-fault',
    ],
  ])('F6 takes %s for a refusal, which is certain', async (_what, answer, kind) => {
    const { requester, sent } = mocked(() => answer);
    expect((await errorOf(requester.post({ route: '/things', body: {}, shape }))).kind).toBe(kind);
    expect(sent()).toHaveLength(1);
  });

  it('F3 waits and repeats a write that was refused for rate, since that is certain not to be carried out', async () => {
    let tries = 0;
    const { requester, timing } = mocked(() =>
      tries++ === 0 ? { status: 429, body: '', headers: { 'retry-after': '7' } } : { status: 201, body: RECORD },
    );
    expect(await requester.post({ route: '/things', body: {}, shape })).toMatchObject({ id: 7 });
    expect([tries, timing.slept]).toEqual([2, [7_000]]);
  });

  it('F6 repeats a write that was not sent, also while somebody waits', async () => {
    const server = await startFarSide(() => undefined);
    await server.close();
    const calls: string[] = [];
    const client = clientFor({
      policy: policyFor(server.host),
      timing: fakeTiming(),
      onCall: ({ kind }) => calls.push(String(kind)),
    });
    for (const [mode, tries] of [
      ['interactive', 2],
      ['job', 3],
    ] as const) {
      calls.length = 0;
      const requester = requesterOf(() => client.open(accessTo(siteOf(`https://${server.host}`, server.host)), mode));
      await errorOf(requester.post({ route: '/things', body: {}, shape }));
      // The breaker counts these as well, and ends the second round early.
      expect(calls.length).toBeLessThanOrEqual(tries);
      expect(new Set(calls)).toEqual(new Set(['refused']));
    }
  });

  it('F6 reads again what is asked by POST', async () => {
    let tries = 0;
    const { requester } = mocked(() => (tries++ === 0 ? { status: 503, body: '' } : { body: RECORD }));
    const { value } = await requester.search({ route: '/things/search', body: {}, shape });
    expect([value.id, tries]).toEqual([7, 2]);
  });

  it('sends writes to one record one after the other', async () => {
    let inFlight = 0;
    const most = new Map<string, number>();
    far = await startFarSide(
      knownCompany((request, response) => {
        inFlight += 1;
        const name = request.method ?? '';
        most.set(name, Math.max(most.get(name) ?? 0, inFlight));
        setTimeout(() => {
          inFlight -= 1;
          json(response, RECORD);
        }, 20);
      }),
    );
    const server = far;
    const client = clientFor({ policy: policyFor(server.host) });
    const requester = requesterOf(() => client.open(accessTo(siteOf(`http://${server.host}`, server.host)), 'job'));
    await Promise.all(Array.from({ length: 4 }, () => requester.put({ ...NOTE, body: {}, shape })));
    await Promise.all(Array.from({ length: 4 }, () => requester.post({ route: '/things', body: {}, shape })));
    expect(most.get('PUT')).toBe(1);
    expect(most.get('POST')).toBeGreaterThan(1);
  });
});
