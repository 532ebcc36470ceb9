import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reply, withSandbox } from './client.js';

const NOW = new Date('2026-02-10T12:00:00Z');
const using = withSandbox({ companies: 40, clock: () => NOW });

afterEach(() => using.sandbox.clock.reset());

const DAY = 86_400_000;

function post(body: unknown): Promise<Reply> {
  return using.client.api('/finance/agreements', { method: 'POST', body });
}

function fields(more: Record<string, unknown> = {}): Record<string, unknown> {
  const { id } = using.sandbox.landmarks.ordinary[0];
  return { name: 'Made', type: { id: 1 }, company: { id }, contact: { id: 1 }, ...more };
}

async function create(more: Record<string, unknown> = {}): Promise<number> {
  return (await post(fields(more))).json.id;
}

function patch(id: number, ...body: readonly unknown[]): Promise<Reply> {
  return using.client.api(`/finance/agreements/${id}`, { method: 'PATCH', body });
}

async function status(id: number): Promise<string> {
  return (await using.client.api(`/finance/agreements/${id}`)).json.agreementStatus;
}

describe('an agreement', () => {
  it('needs a name, a type, a company and a contact', async () => {
    const reply = await post({});
    expect(reply.json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'name',
      'type',
      'company',
      'contact',
    ]);
    expect((await post(fields({ name: 'x'.repeat(101) }))).status).toBe(400);
  });

  it('takes from its type and from the day what its maker does not say', async () => {
    expect((await post(fields())).json).toMatchObject({
      billingCycle: { name: 'Monthly' },
      employeeCompRate: 'Hourly',
      invoicingCycle: 'ContractYear',
      billTime: 'NoDefault',
      startDate: '2026-02-10T00:00:00Z',
      noEndingDateFlag: true,
      cancelledFlag: false,
      agreementStatus: 'Active',
    });
  });

  it.each(['employeeCompRate', 'invoicingCycle', 'billTime', 'billExpenses', 'billProducts'])(
    'can be made without %s and not be updated without it',
    async (field) => {
      const id = await create();
      expect((await patch(id, { op: 'remove', path: field })).json.errors).toEqual([
        {
          code: 'MissingRequiredField',
          message: `The ${field} field is required.`,
          resource: 'agreement',
          field,
        },
      ]);
    },
  );

  it('cannot be replaced by what was enough to make it', async () => {
    const id = await create();
    const reply = await using.client.api(`/finance/agreements/${id}`, { method: 'PUT', body: fields() });
    expect([reply.status, reply.json.errors.length]).toEqual([400, 5]);
  });

  it('that lacks such a field from before refuses every update', async () => {
    const { outdated } = using.sandbox.landmarks.agreements;
    expect((await patch(outdated, { op: 'replace', path: 'name', value: 'x' })).json.errors).toMatchObject([
      { field: 'billTime' },
    ]);
  });

  it('ignores a status that is sent', async () => {
    expect((await post(fields({ agreementStatus: 'Expired' }))).json.agreementStatus).toBe('Active');
  });
});

describe('agreementStatus', () => {
  it('follows the clock without any write, at reading, in conditions and in the order', async () => {
    const id = await create({ name: 'Clockwork', startDate: '2026-03-01', endDate: '2026-03-31' });
    const { _info } = (await using.client.api(`/finance/agreements/${id}`)).json;
    const found = async (wanted: string): Promise<number> =>
      (
        await using.client.api('/finance/agreements', {
          query: {
            conditions: `name = "Clockwork" and agreementStatus = "${wanted}"`,
            orderBy: 'agreementStatus desc',
          },
        })
      ).json.length;
    for (const [now, expected] of [
      ['2026-02-28T23:59:59Z', 'Inactive'],
      ['2026-03-01T00:00:00Z', 'Active'],
      ['2026-03-31T23:59:59Z', 'Active'],
      ['2026-04-01T00:00:00Z', 'Expired'],
    ] as const) {
      using.sandbox.clock.set(new Date(now));
      expect([await status(id), await found(expected)]).toEqual([expected, 1]);
    }
    expect((await using.client.api(`/finance/agreements/${id}`)).json._info).toEqual(_info);
  });

  it('is Cancelled by the flag alone, with the day filled in', async () => {
    const id = await create();
    const { json } = await patch(id, { op: 'replace', path: 'cancelledFlag', value: true });
    expect(json).toMatchObject({ agreementStatus: 'Cancelled', dateCancelled: '2026-02-10T00:00:00Z' });
  });

  it('never ends an agreement without an ending date', async () => {
    const id = await create({ startDate: '2020-01-01', endDate: '2020-12-31', noEndingDateFlag: true });
    expect(await status(id)).toBe('Active');
    expect((await using.client.api(`/finance/agreements/${id}`)).json).not.toHaveProperty('endDate');
  });

  it('is the one of the day for any dates', async () => {
    const id = await create({ endDate: '2030-01-01' });
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => days * DAY);
    await fc.assert(
      fc.asyncProperty(day, day, day, async (start, length, now) => {
        const [startDate, endDate] = [start, start + length].map((at) => new Date(at).toISOString());
        using.sandbox.agreements.edit(id, { startDate: startDate ?? '', endDate: endDate ?? '' });
        using.sandbox.clock.set(new Date(now));
        const expected = now < start ? 'Inactive' : now > start + length ? 'Expired' : 'Active';
        expect(await status(id)).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("is no enumeration of anybody's liking", async () => {
    const query = { conditions: 'agreementStatus = "Paused"' };
    expect((await using.client.api('/finance/agreements', { query })).json.message).toBe(
      'Enum value supplied was invalid',
    );
  });
});

describe('what belongs to an agreement', () => {
  it('goes with it', async () => {
    const id = await create();
    const path = `/finance/agreements/${id}`;
    const addition = (
      await using.client.api(`${path}/additions`, {
        method: 'POST',
        body: { product: { id: 1 }, billCustomer: 'Billable' },
      })
    ).json.id;
    expect((await using.client.api(path, { method: 'DELETE' })).status).toBe(204);
    expect((await using.client.api(`${path}/additions`)).status).toBe(404);
    expect(using.sandbox.records('additions').get(addition)).toBeUndefined();
  });

  it('can be adjustments and sites', async () => {
    const path = `/finance/agreements/${await create()}`;
    const adjustment = { amount: -12.5, description: 'Credit', effectiveDate: '2026-02-01T00:00:00Z' };
    const made = await using.client.api(`${path}/adjustments`, { method: 'POST', body: adjustment });
    expect([made.status, made.json]).toMatchObject([201, adjustment]);
    const company = { id: using.sandbox.landmarks.japanese.id };
    expect((await using.client.api(`${path}/sites`, { method: 'POST', body: {} })).status).toBe(400);
    expect((await using.client.api(`${path}/sites`, { method: 'POST', body: { company } })).status).toBe(201);
  });

  it('is copied with it, and nothing of the copy is invoiced', async () => {
    const { active } = using.sandbox.landmarks.agreements;
    using.sandbox.agreements.invoice(active, { from: '2026-01-01', to: '2026-01-31' });
    const copy = await using.client.api(`/finance/agreements/${active}/copy`, { method: 'POST' });
    expect([copy.status, copy.json.name]).toEqual([201, 'Active']);
    expect(copy.json).not.toHaveProperty('nextInvoiceDate');
    const additions = (await using.client.api(`/finance/agreements/${copy.json.id}/additions`)).json;
    expect(additions).toMatchObject([{ quantity: 10, agreementId: copy.json.id }]);
  });
});

describe('invoices', () => {
  it('tell what another person has invoiced of an agreement and a period', async () => {
    const id = await create({ billAmount: 100 });
    const { agreements } = using.sandbox;
    const item = { product: { id: 1 }, unitPrice: 0.1, effectiveDate: '2026-01-01' };
    agreements.addAddition(id, { ...item, quantity: 3 });
    agreements.addAddition(id, { ...item, quantity: 2, billCustomer: 'NoCharge' });
    const ended = agreements.addAddition(id, { ...item, quantity: 5 });
    agreements.endAddition(ended.id, '2026-02-01');
    agreements.addAddition(id, { ...item, quantity: 7, effectiveDate: '2026-03-01' });
    const { total } = agreements.invoice(id, { from: '2026-02-01', to: '2026-02-28' });
    expect(total).toBe(100.3);
    const query = { conditions: `agreement/id = ${id} and type = "Agreement" and date >= [2026-02-01]` };
    expect((await using.client.api('/finance/invoices', { query })).json).toMatchObject([
      {
        type: 'Agreement',
        applyToType: 'Agreement',
        applyToId: id,
        date: '2026-02-01T00:00:00Z',
        status: { name: 'New' },
        productTotal: 0.3,
        agreementAmount: 100,
        total: 100.3,
      },
    ]);
    expect((await using.client.api(`/finance/agreements/${id}`)).json.nextInvoiceDate).toBe('2026-03-01');
    expect((await using.client.api('/finance/invoices', { method: 'POST', body: {} })).status).toBe(405);
  });

  it('need the right to them', async () => {
    using.sandbox.permissions.set('Invoicing', { inquire: 'None' });
    expect((await using.client.api('/finance/invoices')).status).toBe(403);
    using.sandbox.permissions.reset();
  });
});

it('shows a person the agreements of a company, those that are over as well', () => {
  const { agreements, landmarks } = using.sandbox;
  const { companyId, active, cancelled, expired } = landmarks.agreements;
  const found = agreements.ofCompany(companyId).map(({ id }) => id);
  expect(found).toEqual(expect.arrayContaining([active, cancelled, expired]));
  expect(agreements.ofCompany(999_999)).toEqual([]);
});

describe('the finance tables', () => {
  it.each([
    [
      '/finance/agreements/types',
      [
        'name',
        'employeeCompRate',
        'employeeCompNotExceed',
        'invoicingCycle',
        'billTime',
        'billExpenses',
        'billProducts',
      ],
    ],
    ['/finance/billingCycles', ['identifier', 'name', 'billingOptions']],
    ['/finance/billingTerms', ['name', 'dueDays']],
    ['/finance/billingStatuses', ['name']],
    ['/finance/taxCodes', ['identifier', 'description', 'invoiceCaption', 'effectiveDate']],
  ])('%s demand what they need', async (path, demanded) => {
    const reply = await using.client.api(path, { method: 'POST', body: {} });
    const named = reply.json.errors.map(({ field }: { field: string }) => field);
    expect([...named].sort()).toEqual([...demanded].sort());
    expect((await using.client.api(path)).json.length).toBeGreaterThan(2);
  });
});
