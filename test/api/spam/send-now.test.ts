import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { newId } from '../../../src/shared/ids.js';
import { ask, execute } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  CancelJobDocument,
  RetryJobDocument,
  SendSpamReportsDocument,
} from '../operations.generated.js';
import { errorsOf, given, save } from '../support/calls.js';
import { Delivering, saveSpamSettings } from '../support/deliveries.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let mine: Delivering;
let now = new Date();
beforeAll(async () => {
  test = await startTestApp({ clock: { now: () => now } });
});
afterAll(() => test.close());
beforeEach(async () => {
  now = new Date('2031-01-10T12:00:00Z');
  mine = await Delivering.open(test);
  await saveSpamSettings(mine.account);
});

async function send(input: { month?: string; userIds?: string[]; idempotencyKey?: string } = {}) {
  const answer = await ask(mine.account, SendSpamReportsDocument, { input: { month: '2030-12-01', ...input } });
  return given(answer.sendSpamReports);
}

async function users(...names: readonly string[]) {
  return (await mine.users(...names)).map((id) => toGlobalId('User', id));
}

describe('M3: sendSpamReports', () => {
  it('M3: starts a job that sends the reports of the month, one at a time', async () => {
    await users('one', 'two');
    const { job, userErrors } = await send();
    expect([userErrors, job]).toMatchObject([
      [],
      { kind: 'SPAM_DELIVERY', status: 'QUEUED', actor: { kind: 'TOKEN' } },
    ]);
    expect(errorsOf(await send({ month: '2030-11-01' }))).toEqual(['JOB_IN_PROGRESS']);
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'two SENT']);
    expect(errorsOf(await send({ month: '2030-11-01' }))).toEqual([]);
  });

  it('M3: sends those of chosen users, each once, and those of the same month anew', async () => {
    const [one, two] = await users('one', 'two', 'three');
    const userIds = [given(two), given(one), given(two)];
    for (const month of ['2030-12-01', '2030-12-01', '2031-01-01']) {
      expect(errorsOf(await send({ month, userIds }))).toEqual([]);
      await mine.run();
    }
    expect(mine.sent.map(({ text }) => text).sort()).toEqual([
      ...['one 2030-12', 'one 2030-12', 'one 2031-01', 'two 2030-12', 'two 2030-12', 'two 2031-01'],
    ]);
  });

  it('M3: takes the current month of the account, and none that is still to come', async () => {
    await sql(`UPDATE accounts SET time_zone = 'Asia/Tokyo' WHERE id = $1`, [mine.account.id]);
    now = new Date('2031-01-31T14:59:59Z');
    expect(errorsOf(await send({ month: '2031-02-01' }))).toEqual(['INVALID month']);
    now = new Date('2031-01-31T15:00:00Z');
    expect(errorsOf(await send({ month: '2031-02-01' }))).toEqual([]);
  });

  it.each(['2030-12-02', '2030-12-31', '1999-12-01', '0001-01-01', '9999-12-01'])(
    'M3: takes no month of %s',
    async (month) => {
      expect(errorsOf(await send({ month }))).toEqual(['INVALID month']);
    },
  );

  it('M3: says of each user why there would be no report, and starts nothing', async () => {
    const [one, unmapped, disabled, none, archived] = await users('one', 'unmapped', 'disabled', 'none', 'archived');
    const own = (
      await mine.test.database.read(mine.account.id, (db) =>
        db.selectFrom('users').select(['id', 'name']).where('account_id', '=', mine.account.id),
      )
    ).reduce((all, { id, name }) => all.set(name, id), new Map<string, string>());
    await sql('DELETE FROM mappings WHERE user_id = $1', [own.get('unmapped')]);
    await sql('UPDATE mappings SET is_enabled = false WHERE user_id = $1', [own.get('disabled')]);
    await sql(`INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'NONE')`, [
      ...[mine.account.id, own.get('none')],
    ]);
    await ask(mine.account, ArchiveUserDocument, { input: { userId: given(archived) } });
    const theirs = await Delivering.open(test);
    const [foreign] = await theirs.users('foreign');
    const unknown = [
      toGlobalId('User', given(foreign)),
      toGlobalId('User', newId()),
      'nonsense',
      toGlobalId('Job', newId()),
    ];
    const userIds = [one, unmapped, disabled, none, archived].map(given);
    expect(errorsOf(await send({ userIds: [given(one), ...unknown] }))).toEqual([
      ...['NOT_FOUND userIds 1', 'NOT_FOUND userIds 2', 'NOT_FOUND userIds 3', 'NOT_FOUND userIds 4'],
    ]);
    expect(errorsOf(await send({ userIds }))).toEqual([
      ...['USER_NOT_MAPPED userIds 1', 'USER_NOT_MAPPED userIds 2', 'NOT_CONFIGURED userIds 3', 'INVALID userIds 4'],
    ]);
    expect(await mine.jobs()).toEqual([]);
  });

  it('M3: takes 1,000 users and no more, and none without a user', async () => {
    const [one] = await users('one');
    const many = (count: number) => Array.from({ length: count }, () => given(one));
    const tooMany = { input: { month: '2030-12-01', userIds: many(1_001) } };
    expect((await execute(mine.account, SendSpamReportsDocument, tooMany)).errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
    expect(errorsOf(await send({ userIds: [] }))).toEqual(['INVALID userIds']);
    expect(errorsOf(await send({ userIds: many(1_000) }))).toEqual([]);
  });

  it('P8: the same key starts the same once, also when it would be refused by now', async () => {
    const userIds = await users('one', 'two');
    const first = await send({ userIds, idempotencyKey: 'a' });
    await mine.run();
    await save(mine.account, { isEnabled: false });
    now = new Date('2031-03-10T12:00:00Z');
    const again = await send({ userIds: [...userIds].reverse(), idempotencyKey: 'a' });
    expect(again).toMatchObject({ userErrors: [], job: { id: first.job?.id, status: 'SUCCEEDED' } });
    expect(errorsOf(await send({ userIds: userIds.slice(1), idempotencyKey: 'a' }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED idempotencyKey',
    ]);
    expect(mine.sent).toHaveLength(2);
  });

  it('U11: is refused while the integration is off, and where nothing says how', async () => {
    await save(mine.account, { isEnabled: false });
    expect(errorsOf(await send())).toEqual(['INTEGRATION_DISABLED']);
    await sql('DELETE FROM spam_settings WHERE account_id = $1', [mine.account.id]);
    expect(errorsOf(await send())).toEqual(['NOT_CONFIGURED']);
  });

  it('M3: can be cancelled, and tried again as a whole', async () => {
    const operator = { ...mine.account, url: mine.account.url, token: await mine.account.tokenOf('OPERATOR') };
    await users('one', 'two');
    const { sendSpamReports } = await ask(operator, SendSpamReportsDocument, { input: { month: '2030-12-01' } });
    const jobId = given(sendSpamReports?.job).id;
    mine.answer = async () => {
      expect(errorsOf(given((await ask(operator, CancelJobDocument, { input: { jobId } })).cancelJob))).toEqual([]);
      return { state: 'SENT', remote: {} };
    };
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'two CANCELLED']);
    mine.answer = async () => ({ state: 'SENT', remote: {} });
    await ask(operator, RetryJobDocument, { input: { jobId } });
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'one SENT', 'two CANCELLED', 'two SENT']);
  });
});
