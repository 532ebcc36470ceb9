import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eq } from '../../src/connectwise/conditions.js';
import { parseDecimal } from '../../src/connectwise/decimal.js';
import type { ConnectWiseSession } from '../../src/connectwise/session.js';
import type { FaultRuleInput } from '../../src/sandbox/faults/fault.js';
import { errorOf } from './support/client.js';
import { given, sessionTo, withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

const using = withSession();
const companyId = () => using.sandbox.landmarks.ordinary[0].id;
const agreementId = () => using.sandbox.landmarks.agreements.empty;

/** A write that carries a marker, and how it is found by it. */
interface Write {
  readonly make: (session: ConnectWiseSession, marker: string) => Promise<unknown>;
  readonly look: (session: ConnectWiseSession, marker: string) => Promise<number>;
}

const ticket: Write = {
  make: ({ tickets }, externalReference) =>
    tickets.create({ summary: 'Quarantine is full', companyId: companyId(), externalReference }),
  look: async ({ tickets }, marker) => (await tickets.findByExternalReference(marker)).length,
};

const document: Write = {
  make: ({ documents }, title) =>
    documents.upload({
      ...{ recordType: 'Company', recordId: companyId(), title, fileName: 'usage.csv' },
      ...{ contentType: 'text/csv', content: Buffer.from('name,count\n') },
    }),
  look: async ({ documents }, marker) => {
    const found = await all(documents.list({ recordType: 'Company', recordId: companyId() }));
    return found.filter(({ title }) => title === marker).length;
  },
};

const companyNote: Write = {
  make: ({ companyNotes }, text) => companyNotes.create(companyId(), { text }),
  look: async ({ companyNotes }, marker) =>
    (await all(companyNotes.list(companyId()))).filter(({ text }) => text === marker).length,
};

const report: Write = {
  make: ({ summaryReports }, groupIdentifier) => summaryReports.create(companyId(), { groupIdentifier }),
  look: async ({ summaryReports }, marker) =>
    (await all(summaryReports.list(companyId(), { conditions: eq('groupIdentifier', marker) }))).length,
};

const callback: Write = {
  make: ({ callbacks }, marker) =>
    callbacks.create({
      ...{ url: `http://127.0.0.1:9/${marker}?recordId=`, type: 'company', level: 'owner' },
      ...{ objectId: 1, description: 'psa-bridge' },
    }),
  look: async ({ callbacks }, marker) => (await all(callbacks.list())).filter(({ url }) => url.includes(marker)).length,
};

const FAULTS = {
  'cut off before the answer': { kind: 'cut', at: 'headers', how: 'reset' },
  'answered with 502': { kind: 'frontEnd', status: 502 },
  'answered with 504': { kind: 'frontEnd', status: 504 },
  'answered with a time-out text': { kind: 'serverError', text: 'timeout' },
} as const satisfies Record<string, FaultRuleInput['fault']>;

const WRITES = Object.entries({ ticket, document, companyNote, report, callback });

describe.each(Object.entries(FAULTS))('F6: a write that is %s', (_what, fault) => {
  const cases = WRITES.flatMap(([name, write]) => [true, false].map((applied) => ({ name, write, applied })));

  it.each(cases)('has an unknown outcome, and the look-up tells it ($name, carried out: $applied)', async (one) => {
    const { session, sandbox } = using;
    const marker = randomUUID();
    sandbox.faults.add({ method: 'POST', fault: { ...fault, applied: one.applied } });

    const error = await errorOf(one.write.make(session, marker));
    const { changes } = sandbox.journal;

    expect(error.kind).toBe('outcome-unknown');
    expect(await one.write.look(session, marker)).toBe(one.applied ? 1 : 0);
    expect(changes).toBe(one.applied ? 1 : 0);
    expect(sandbox.journal.entries.filter(({ method, fault: hit }) => method === 'POST' && hit)).toHaveLength(1);
  });
});

it.each(WRITES)('F6: so has one that is cut off in the middle of its answer (%s)', async (_name, write) => {
  const { session, sandbox } = using;
  const marker = randomUUID();
  sandbox.faults.add({ method: 'POST', fault: { kind: 'cut', at: 'body' } });

  expect((await errorOf(write.make(session, marker))).kind).toBe('outcome-unknown');
  expect(await write.look(session, marker)).toBe(1);
});

it.each([true, false])('F2: so has one that is never answered (carried out: %s)', async (applied) => {
  const { sandbox, session } = using;
  const hurried = sessionTo(sandbox, { limits: { jobMs: 1_000 } });
  await hurried.address();
  const marker = randomUUID();
  sandbox.faults.add({ method: 'POST', fault: { kind: 'silent', applied } });

  const error = await errorOf(ticket.make(hurried, marker));

  expect(error.kind).toBe('outcome-unknown');
  expect(await ticket.look(session, marker)).toBe(applied ? 1 : 0);
});

it.each([true, false])('an addition is found by product, first day and the ids known before (%s)', async (applied) => {
  const { sandbox, session } = using;
  const { additions } = session;
  const productId = given((await session.catalog.findByIdentifier('MAILSEC-ARC'))[0]).id;
  const wanted = { productId, billCustomer: 'Billable', effectiveOn: '2026-03-01' } as const;
  const quantity = given(parseDecimal('2.5'));
  await additions.create(agreementId(), { ...wanted, quantity });
  const known = new Set((await all(additions.list(agreementId()))).map(({ id }) => id));
  sandbox.faults.add({ method: 'POST', fault: { kind: 'cut', applied } });

  const error = await errorOf(additions.create(agreementId(), { ...wanted, quantity }));

  const found = (await all(additions.list(agreementId()))).filter(
    ({ id, product, effectiveOn }) => !known.has(id) && product?.id === productId && effectiveOn === '2026-03-01',
  );
  expect(error.kind).toBe('outcome-unknown');
  expect(found).toHaveLength(applied ? 1 : 0);
});

it('a change may be made again without looking: it is absolute', async () => {
  const { sandbox, session } = using;
  const { id } = await session.tickets.create({ summary: 'Quarantine is full', companyId: companyId() });
  sandbox.faults.add({ method: 'PATCH', fault: { kind: 'cut', applied: true } });

  const error = await errorOf(session.tickets.change(id, { summary: 'Quarantine was full' }));

  expect(error.kind).toBe('outcome-unknown');
  expect(await session.tickets.change(id, { summary: 'Quarantine was full' })).toMatchObject({ id });
});

it('F3: a write that is told to wait was not carried out, and is sent again by itself', async () => {
  const { sandbox, session } = using;
  const marker = randomUUID();
  sandbox.faults.add({ method: 'POST', fault: { kind: 'rateLimit', retryAfter: 1 } });

  await ticket.make(session, marker);

  expect(await ticket.look(session, marker)).toBe(1);
});
