import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '../../../src/shared/failure.js';
import { PutOff } from '../../../src/shared/put-off.js';
import { lineOf } from '../../support/report-line.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { Delivering, saveSpamSettings } from '../support/deliveries.js';
import { holdWork } from '../support/jobs.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let mine: Delivering;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  mine = await Delivering.open(test);
  await saveSpamSettings(mine.account);
});

describe('M3: reports that are sent', () => {
  it('M3: go to each user once, by its own route or that of the account, and are kept as they were sent', async () => {
    const [, second] = await mine.users('one', 'two', 'three');
    await sql(`INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'TICKET')`, [
      ...[mine.account.id, given(second)],
    ]);
    const { id } = await mine.start('2030-12');
    await mine.run();
    expect((await mine.rows()).map(({ name, route, state }) => [name, route, state])).toEqual([
      ['one', 'COMPANY_NOTE', 'SENT'],
      ['two', 'TICKET', 'SENT'],
      ['three', 'COMPANY_NOTE', 'SENT'],
    ]);
    const companyId = expect.any(Number);
    const instanceId = (await test.app.services.integration.instance(mine.account.caller)).id;
    const told = { month: '2030-12', asOf: '2031-01-10', language: 'EN', jobId: id, instanceId, companyId };
    expect(mine.sent).toEqual([
      expect.objectContaining({ ...told, ...lineOf('one 2030-12') }),
      expect.objectContaining({ ...told, ...lineOf('two 2030-12'), userId: second, route: 'TICKET' }),
      expect.objectContaining({ ...told, ...lineOf('three 2030-12') }),
    ]);
    expect(await mine.jobs()).toMatchObject([
      { status: 'SUCCEEDED', done: 3, total: 3, counts: { SENT: 3, FAILED: 0 } },
    ]);
    expect(await mine.events()).toEqual([
      { kind: 'SPAM_REPORTS_DONE', facts: { month: '2030-12-01', sent: 3, skipped: 0, failed: 0 } },
    ]);
    const trail = await sql(
      `SELECT actor_name, subject_id::text AS id FROM audit_events WHERE account_id = $1 AND action = 'SPAM_REPORT_SENT' ORDER BY id`,
      [mine.account.id],
    );
    expect(trail).toEqual(mine.sent.map((delivery) => ({ actor_name: 'Ada', id: delivery.id })));
  });

  it('M3: are of nobody else than those who were named', async () => {
    const [, second, third] = await mine.users('one', 'two', 'three', 'four');
    await mine.start('2030-12', [given(second), given(third)]);
    await mine.run();
    expect(await mine.told()).toEqual(['three SENT', 'two SENT']);
    expect(await mine.jobs()).toMatchObject([{ done: 2, total: 2 }]);
  });

  it('M3: tell of everybody who gets none why, and leave out those of no route and of whom nobody ever told', async () => {
    const [one, two, three, archived, untold] = await mine.users(
      'one',
      'two',
      'three',
      'archived',
      'untold',
      'silent',
      'bad',
    );
    await sql('DELETE FROM mappings WHERE user_id = $1', [given(one)]);
    await sql('UPDATE mappings SET is_enabled = false WHERE user_id = $1', [given(two)]);
    await sql(`INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'NONE')`, [
      ...[mine.account.id, given(three)],
    ]);
    await sql(`UPDATE users SET status = 'ARCHIVED', archived_at = now() WHERE id = $1`, [given(archived)]);
    await sql('DELETE FROM spam_domains WHERE user_id = $1', [given(untold)]);
    mine.report = (name) => {
      if (name === 'bad') return new Failure({ code: 'LIMIT_EXCEEDED', message: 'Too much.' });
      return name === 'silent' ? undefined : lineOf(name);
    };
    await mine.start('2030-12');
    await mine.run();
    expect(await mine.told()).toEqual([
      'bad FAILED LIMIT_EXCEEDED',
      'one SKIPPED NOT_MAPPED',
      'silent SKIPPED NO_FIGURES',
      'two SKIPPED MAPPING_DISABLED',
    ]);
    expect(mine.sent).toEqual([]);
    const counts = { SKIPPED: 3, FAILED: 1 };
    expect(await mine.jobs()).toMatchObject([{ status: 'SUCCEEDED', done: 5, total: 5, counts }]);
    expect(await mine.events()).toMatchObject([{ facts: { sent: 0, skipped: 3, failed: 1 } }]);
  });

  it('U1: tell of a named user who was archived meanwhile', async () => {
    const ids = await mine.users('one');
    await sql(`UPDATE users SET status = 'ARCHIVED', archived_at = now() WHERE id = $1`, ids);
    await mine.start('2030-12', ids);
    await mine.run();
    expect(await mine.told()).toEqual(['one SKIPPED USER_ARCHIVED']);
  });

  it('M3: that cannot be sent keep no others from it', async () => {
    await mine.users('one', 'two', 'three');
    mine.answer = async ({ text }) =>
      text.startsWith('two')
        ? { state: 'FAILED', failure: { code: 'CONNECTWISE_REJECTED', message: 'No.' }, remote: { noteId: 9 } }
        : { state: 'SENT', remote: { noteId: 7 } };
    await mine.start('2030-12');
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'three SENT', 'two FAILED CONNECTWISE_REJECTED']);
    const [row] = await sql<{ remote: object }>(
      `SELECT remote FROM spam_deliveries WHERE account_id = $1 AND state = 'FAILED'`,
      [mine.account.id],
    );
    expect(row?.remote).toEqual({ noteId: 9 });
  });

  it('M3: go on with the same report when their route has to wait, or was killed before its end was recorded', async () => {
    await mine.users('one', 'two');
    const stops = [new PutOff('OUTCOME_UNKNOWN', { kind: 'after', seconds: 75 }), new Error('killed')];
    mine.answer = async () => {
      const stop = stops.shift();
      if (stop) throw stop;
      return { state: 'SENT', remote: { noteId: 7 } };
    };
    await mine.start('2030-12');
    expect(await mine.run()).toEqual({ kind: 'after', seconds: 75 });
    expect(await mine.jobs()).toMatchObject([{ waitsFor: 'OUTCOME_UNKNOWN' }]);
    await expect(mine.run()).rejects.toThrow('killed');
    await mine.run();
    const [first, second] = await mine.rows();
    expect(mine.sent.map(({ id }) => id)).toEqual([first?.id, first?.id, first?.id, second?.id]);
    expect(await mine.told()).toEqual(['one SENT', 'two SENT']);
  });

  it('M3: are no job of a worker whose hold is over', async () => {
    await mine.users('one');
    await mine.start('2030-12');
    mine.answer = async () => {
      await holdWork(mine.account, 'SPAM_DELIVERY');
      return { state: 'SENT', remote: {} };
    };
    await expect(mine.run()).rejects.toThrow();
    expect(await mine.told()).toEqual(['one WAITING']);
  });

  it('M3: end with the job that a person takes back, and none of the next job is confused with them', async () => {
    await mine.users('one', 'two', 'three');
    const { id } = await mine.start('2030-12');
    mine.answer = async () => {
      await test.app.services.jobs.cancel(mine.account.caller, id);
      return { state: 'SENT', remote: {} };
    };
    expect(await mine.run()).toEqual({ kind: 'rest' });
    expect(await mine.jobs()).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await mine.told()).toEqual(['one SENT', 'three CANCELLED', 'two CANCELLED']);
    expect(await mine.events()).toEqual([]);
  });

  it('M3: of a job that was taken back are given up by the one after it, too', async () => {
    await mine.users('one', 'two');
    const { id } = await mine.start('2030-12');
    mine.answer = async () => {
      mine.answer = async () => ({ state: 'SENT', remote: {} });
      await test.app.services.jobs.cancel(mine.account.caller, id);
      return { state: 'SENT', remote: {} };
    };
    await mine.slice();
    await mine.start('2030-11');
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'one SENT', 'two CANCELLED', 'two SENT']);
    expect(mine.sent.map(({ text }) => text)).toEqual(['one 2030-12', 'one 2030-11', 'two 2030-11']);
  });

  it('M3: are written for 50 users in as many statements as for one, and for all of them in slices', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `user ${String(at).padStart(3, '0')}`);
    const statements = async () => {
      await mine.start('2030-12');
      mine.answer = () => Promise.reject(new PutOff('later', { kind: 'rest' }));
      const counted = await countStatements(() => mine.slice());
      await sql(
        `UPDATE jobs SET status = 'CANCELLED', finished_at = now() WHERE account_id = $1 AND kind = 'SPAM_DELIVERY'`,
        [mine.account.id],
      );
      return counted;
    };
    await mine.users('user');
    const one = await statements();
    await mine.users(...names(119));
    expect(await statements()).toBe(one);
    mine.sent.length = 0;
    mine.answer = async () => ({ state: 'SENT', remote: {} });
    await mine.start('2030-12');
    await mine.run();
    expect(new Set(mine.sent.map(({ userId }) => userId)).size).toBe(120);
    expect(mine.sent).toHaveLength(120);
    expect((await mine.jobs())[0]).toMatchObject({ status: 'SUCCEEDED', done: 120, total: 120, counts: { SENT: 120 } });
  });

  it('M3: are of nobody where nothing says how they are to be brought', async () => {
    const other = await Delivering.open(test);
    await other.users('one');
    await other.start('2030-12');
    expect(await other.run()).toEqual({ kind: 'rest' });
    expect(await other.jobs()).toMatchObject([{ status: 'FAILED', failure: { code: 'NOT_CONFIGURED' } }]);
    expect(await other.rows()).toEqual([]);
  });
});
