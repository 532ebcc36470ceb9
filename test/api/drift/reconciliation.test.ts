import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  CancelJobDocument,
  EventsDocument,
  ReconciliationDocument,
  RetryJobDocument,
  StartReconciliationDocument,
} from '../operations.generated.js';
import { BilledByRows } from '../support/billed-by-rows.js';
import { given } from '../support/calls.js';
import { runJobs } from '../support/jobs.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** An agreement of its own with one addition; landmarks are shared by all tests. */
function addition(quantity: number) {
  const { active } = test.sandbox.landmarks.agreements;
  const { id } = test.sandbox.agreements.addAddition(active, { product: { id: 2 }, quantity });
  return { agreementId: active, additionId: Number(id), catalogItemId: 2 };
}

async function compare(billed: BilledByRows) {
  const { startReconciliation } = await ask(billed.account, StartReconciliationDocument, { input: {} });
  expect(given(startReconciliation).userErrors).toEqual([]);
  await runJobs(test.app, billed.account, 'RECONCILIATION');
}

async function rowsOf({ account }: BilledByRows, filter = {}) {
  return given((await ask(account, ReconciliationDocument, { first: 100, filter })).reconciliation).nodes;
}

async function download({ account }: BilledByRows, path: string) {
  const response = await fetch(test.origin + path, { headers: { authorization: `Bearer ${account.token}` } });
  return { status: response.status, lines: (await response.text()).trim().split('\r\n') };
}

describe('B10: reconciliation', () => {
  it('shows what each user adds beside what ConnectWise has now', async () => {
    const billed = await BilledByRows.open(test);
    const second = await billed.user.source.user();
    const place = addition(12.5);
    const users = [
      { user: billed.user, quantity: '10' },
      { user: second, quantity: '2.5' },
    ];
    await billed.bring({ ...place, quantity: '12.5', users });

    expect(await rowsOf(billed)).toEqual([]);
    await compare(billed);

    const expected = { ...place, lineQuantity: '12.5', connectWiseQuantity: '12.5', state: 'MATCHES' };
    const rows = await rowsOf(billed);
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...expected, quantity: '10', user: expect.objectContaining({ id: billed.user.id }) }),
        expect.objectContaining({ ...expected, quantity: '2.5', user: expect.objectContaining({ id: second.id }) }),
      ]),
    );
  });

  it('tells a quantity that somebody changed, an addition that was ended, and one that is gone', async () => {
    const billed = await BilledByRows.open(test);
    const [changed, ended, gone] = [addition(5), addition(6), addition(7)];
    const catalog = [2, 3, 4];
    for (const [index, place] of [changed, ended, gone].entries()) {
      const users = [{ user: index === 0 ? billed.user : await billed.user.source.user(), quantity: null }];
      const catalogItemId = given(catalog[index]);
      await billed.bring({ ...place, catalogItemId, quantity: String(5 + index), users });
    }
    test.sandbox.agreements.setQuantity(changed.additionId, 99.25);
    test.sandbox.agreements.endAddition(ended.additionId, '2026-01-31');
    test.sandbox.records('additions').remove(gone.additionId);

    await compare(billed);

    const rows = await rowsOf(billed);
    expect(
      rows.map(({ state, connectWiseQuantity, connectWiseCancelledOn }) => [
        ...[state, connectWiseQuantity, connectWiseCancelledOn],
      ]),
    ).toEqual([
      ['DIFFERS', '99.25', null],
      ['ENDED', '6', '2026-01-31'],
      ['GONE', null, null],
    ]);
    expect((await rowsOf(billed, { states: ['GONE'] })).map(({ additionId }) => additionId)).toEqual([gone.additionId]);
    expect((await rowsOf(billed, { userIds: [billed.user.id] })).map(({ state }) => state)).toEqual(['DIFFERS']);
  });

  it('tells of what is new once, and no more on the next day', async () => {
    const billed = await BilledByRows.open(test);
    const place = addition(5);
    await billed.bring({ ...place, quantity: '5', users: [{ user: billed.user, quantity: '5' }] });
    const told = async () => {
      const { events } = await ask(billed.account, EventsDocument, { filter: { kinds: ['BILLING_DIFFERS'] } });
      return given(events).nodes.length;
    };
    await compare(billed);
    expect(await told()).toBe(0);
    test.sandbox.agreements.setQuantity(place.additionId, 4);
    await compare(billed);
    await compare(billed);
    expect(await told()).toBe(1);
  });

  it('goes by the newest line of an addition, and forgets what was taken back', async () => {
    const billed = await BilledByRows.open(test);
    const place = addition(8);
    const users = [{ user: billed.user, quantity: '8' }];
    await billed.bring({ ...place, quantity: '7', users: [{ user: billed.user, quantity: '7' }] });
    await billed.bring({ ...place, quantity: '8', users });
    await billed.bring({ ...place, quantity: '9', users, state: 'FAILED' });
    await compare(billed);
    expect(await rowsOf(billed)).toMatchObject([{ quantity: '8', lineQuantity: '8', state: 'MATCHES' }]);

    await billed.bring({ ...place, quantity: '1', users: [] });
    await compare(billed);
    expect(await rowsOf(billed)).toEqual([]);
  });

  it('asks once for each agreement, and for nothing else', async () => {
    const billed = await BilledByRows.open(test);
    const { active, empty } = test.sandbox.landmarks.agreements;
    const user = await billed.user.source.user();
    const users = [{ user: billed.user, quantity: '1' }];
    const others = [{ user, quantity: '1' }];
    await billed.bring(
      { agreementId: active, catalogItemId: 1, additionId: 1, quantity: '1', users },
      { agreementId: empty, catalogItemId: 2, additionId: 2, quantity: '1', users: others },
    );
    test.sandbox.journal.clear();

    await compare(billed);

    const asked = test.sandbox.journal.entries.map(
      ({ method, path }) => `${method} ${path.split('/').slice(-3).join('/')}`,
    );
    expect(asked).toEqual([`GET agreements/${active}/additions`, `GET agreements/${empty}/additions`]);
  });

  it('is given out as CSV, as are the lines of a plan', async () => {
    const billed = await BilledByRows.open(test);
    const place = addition(3);
    const planId = await billed.bring({ ...place, quantity: '2', users: [{ user: billed.user, quantity: '2' }] });
    await compare(billed);

    const report = await download(billed, '/files/billing/reconciliation?state=DIFFERS');
    expect(report.status).toBe(200);
    const { code } = billed.user.source;
    expect(report.lines[1]).toMatch(
      new RegExp(
        `^${code},${billed.user.externalId},User [^,]*,mailboxes,${place.agreementId},2,${place.additionId},2,2,3,1,,DIFFERS,`,
      ),
    );
    const lines = await download(billed, `/files/billing/lines?planId=${toGlobalId('BillingPlan', planId)}`);
    expect(lines.lines).toHaveLength(2);
    expect(lines.lines[1]).toContain(`${code}/${billed.user.externalId} mailboxes=2,UPDATE,,,1,2,`);
    expect((await download(billed, `/files/billing/lines?planId=${billed.user.id}`)).status).toBe(404);
    expect((await download(billed, '/files/billing/reconciliation?state=ODD')).status).toBe(400);
  });

  it('A2: is cancelled and retried by an ADMIN, and not by an operator', async () => {
    const billed = await BilledByRows.open(test);
    const started = await ask(billed.account, StartReconciliationDocument, { input: {} });
    const jobId = given(started.startReconciliation?.job).id;
    const operator = { url: test.url, token: await billed.account.tokenOf('OPERATOR') };
    const codes = (payload: { userErrors: readonly { code: string }[] } | null | undefined) =>
      payload?.userErrors.map(({ code }) => code);

    expect(codes((await ask(operator, CancelJobDocument, { input: { jobId } })).cancelJob)).toEqual(['FORBIDDEN']);
    expect(codes((await ask(billed.account, CancelJobDocument, { input: { jobId } })).cancelJob)).toEqual([]);
    expect(codes((await ask(operator, RetryJobDocument, { input: { jobId } })).retryJob)).toEqual(['FORBIDDEN']);
    expect(codes((await ask(billed.account, RetryJobDocument, { input: { jobId } })).retryJob)).toEqual([]);
  });
});
