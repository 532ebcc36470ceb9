import { describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 20 });

function post(path: string, body: unknown): Promise<Reply> {
  return using.client.api(path, { method: 'POST', body });
}

const below = (list: string): string => `/company/companies/${using.sandbox.landmarks.ordinary[0].id}/${list}`;

describe('management summary reports', () => {
  const path = (): string => below('managementSummaryReports');

  it('need a group identifier of at most 100 characters', async () => {
    expect((await post(path(), { virusesRemoved: 1 })).json.errors).toMatchObject([
      { code: 'MissingRequiredField', field: 'groupIdentifier' },
    ]);
    expect((await post(path(), { groupIdentifier: 'x'.repeat(101) })).json.errors).toMatchObject([
      { code: 'MaxLengthField' },
    ]);
  });

  it('keep their counters, each of its own kind', async () => {
    const counters = {
      virusesRemoved: 12,
      spywareItemsRemoved: 0,
      internetConnectivity: 99.95,
      alertsGenerated: '7',
      missingSecurityPatches: 'none',
    };
    const reply = await post(path(), { groupIdentifier: 'k-counters', ...counters });
    expect([reply.status, reply.json]).toMatchObject([201, counters]);
    expect((await post(path(), { groupIdentifier: 'k', virusesRemoved: 1.5 })).status).toBe(500);
    expect((await post(path(), { groupIdentifier: 'k', virusesRemoved: -1 })).json.errors).toMatchObject([
      { code: 'OutOfRange' },
    ]);
  });

  it('sent again make a second record: whoever sends has to look first', async () => {
    const body = { groupIdentifier: 'psa-bridge 2026-01', virusesRemoved: 1 };
    const [first, second] = [await post(path(), body), await post(path(), body)];
    expect(second.json.id).not.toBe(first.json.id);
    const query = { conditions: 'groupIdentifier = "psa-bridge 2026-01"' };
    expect((await using.client.api(path(), { query })).json).toHaveLength(2);
    const elsewhere = `/company/companies/${using.sandbox.landmarks.japanese.id}/managementSummaryReports`;
    expect((await using.client.api(elsewhere, { query })).json).toEqual([]);
  });

  it('need the kind of device with a solution of the old kind, and only then', async () => {
    const solution = await post('/company/managementItSolutions', { name: 'Old', managementItSolutionType: 'NAble' });
    const body = { groupIdentifier: 'k', managementSolution: { id: solution.json.id } };
    expect((await post(path(), body)).json.errors).toMatchObject([{ field: 'deviceType' }]);
    expect((await post(path(), { ...body, deviceType: 'Servers' })).status).toBe(201);
    expect((await post(path(), { groupIdentifier: 'k', managementSolution: { name: 'Mail Security' } })).status).toBe(
      201,
    );
  });
});

describe('the management set-up', () => {
  it('is one row that is changed and neither made nor deleted', async () => {
    const [row, ...others] = (await using.client.api('/company/management')).json;
    expect([row.scheduleExecutiveSummaryReportFlag, others]).toEqual([false, []]);
    expect((await post('/company/management', {})).status).toBe(405);
    expect((await using.client.api('/company/management/1', { method: 'DELETE' })).status).toBe(405);
    const on = { op: 'replace', path: 'scheduleExecutiveSummaryReportFlag', value: true };
    const patch = (...body: readonly unknown[]): Promise<Reply> =>
      using.client.api('/company/management/1', { method: 'PATCH', body });
    expect((await patch(on)).json.errors).toHaveLength(3);
    const when = ['Day', 'Hour', 'Minute'].map((part) => ({
      op: 'add',
      path: `executiveSummaryReportSchedule${part}`,
      value: 14,
    }));
    expect((await patch(on, ...when)).status).toBe(200);
  });

  it('answers 200 to making and to deleting the products of a solution', async () => {
    const path = '/company/managementItSolutions/1/managementProducts';
    const [seeded] = (await using.client.api(path)).json;
    expect(seeded).toMatchObject({ spamStatsProduct: { identifier: 'MAILSEC-STD' } });
    expect(seeded).not.toHaveProperty('solution');
    expect((await post(path, {})).json.errors).toMatchObject([{ field: 'agreementType' }]);
    const made = await post(path, { agreementType: { id: 2 }, spamStatsProduct: { id: 2 } });
    expect([made.status, made.json]).toMatchObject([200, { spamStatsProduct: { identifier: 'MAILSEC-PRO' } }]);
    const put = await using.client.api(`${path}/${made.json.id}`, {
      method: 'PUT',
      body: { agreementType: { id: 1 } },
    });
    expect(put.json).not.toHaveProperty('spamStatsProduct');
    const deleted = await using.client.api(`${path}/${made.json.id}`, { method: 'DELETE' });
    expect([deleted.status, deleted.json.id]).toEqual([200, made.json.id]);
    expect((await using.client.api(path)).json).toHaveLength(1);
  });

  it.each([
    ['/company/managementItSolutions', ['name', 'managementItSolutionType']],
    ['/company/managementBackups', ['type', 'item', 'billingLevel']],
    ['/company/managedDevicesIntegrations', ['name', 'solution', 'loginBy', 'defaultBillingLevel']],
  ])('%s demands what it needs', async (path, demanded) => {
    const { errors } = (await post(path, {})).json;
    expect(errors.map(({ field }: { field: string }) => field)).toEqual(demanded);
  });

  it('of a custom solution needs the name it goes by', async () => {
    const body = { name: 'Custom', managementItSolutionType: 'Custom' };
    expect((await post('/company/managementItSolutions', body)).json.errors).toMatchObject([
      { field: 'managementSolutionName' },
    ]);
  });

  it('needs the right to the own company', async () => {
    using.sandbox.permissions.set('My Company', { inquire: 'None' });
    expect((await using.client.api('/company/management')).status).toBe(403);
    using.sandbox.permissions.reset();
  });
});

describe('report set-up and notifications of a company', () => {
  it('list, make and change a set-up, and nothing else', async () => {
    const path = below('managementReportSetup');
    expect((await post(path, {})).json.errors).toMatchObject([{ field: 'scheduledReportDisabledFlag' }]);
    const { json } = await post(path, { scheduledReportDisabledFlag: true });
    const body = { scheduledReportDisabledFlag: false };
    expect((await using.client.api(`${path}/${json.id}`, { method: 'PUT', body })).status).toBe(200);
    expect((await using.client.api(path)).json).toMatchObject([{ id: json.id, scheduledReportDisabledFlag: false }]);
    expect((await using.client.api(`${path}/${json.id}`)).status).toBe(405);
    expect((await using.client.api(`${path}/${json.id}`, { method: 'DELETE' })).status).toBe(405);
    expect((await using.client.api(`${path}/count`)).status).toBe(404);
  });

  it('need somebody to notify', async () => {
    const path = below('managementReportNotifications');
    expect((await post(path, {})).json.errors).toMatchObject([{ field: 'notifyWho' }]);
    expect((await post(path, { notifyWho: { identifier: 'Member' }, member: { id: 1 } })).status).toBe(201);
  });
});
