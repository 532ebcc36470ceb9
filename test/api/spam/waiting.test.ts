import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../src/shared/ids.js';
import { PutOff } from '../../../src/shared/put-off.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given, save } from '../support/calls.js';
import { Delivering, saveSpamSettings } from '../support/deliveries.js';
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

const turn = (isEnabled: boolean) => save(mine.account, { isEnabled });

describe('M3: reports that wait', () => {
  it('U10: stop for a user who is disabled, mapped anew or archived while they wait', async () => {
    const [, disabled, moved, archived] = await mine.users('one', 'disabled', 'moved', 'archived');
    mine.answer = async () => {
      await sql('UPDATE mappings SET is_enabled = false WHERE user_id = $1', [given(disabled)]);
      await sql('UPDATE mappings SET connect_wise_id = 5 WHERE user_id = $1', [given(moved)]);
      await sql(`UPDATE users SET status = 'ARCHIVED', archived_at = now() WHERE id = $1`, [given(archived)]);
      return { state: 'SENT', remote: {} };
    };
    await mine.start('2030-12');
    await mine.run();
    expect(await mine.told()).toEqual([
      'archived SKIPPED USER_ARCHIVED',
      'disabled SKIPPED MAPPING_DISABLED',
      'moved FAILED VERSION_CONFLICT',
      'one SENT',
    ]);
    expect(mine.sent).toHaveLength(1);
    expect(await mine.jobs()).toMatchObject([{ done: 4, counts: { SENT: 1, SKIPPED: 2, FAILED: 1 } }]);
  });

  it('M3: go by no route that was taken back while they waited', async () => {
    const [, none, other] = await mine.users('one', 'none', 'other', 'same');
    mine.answer = async () => {
      await sql(
        `INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'NONE'), ($1, $3, 'TICKET')
         ON CONFLICT DO NOTHING`,
        [mine.account.id, given(none), given(other)],
      );
      return { state: 'SENT', remote: {} };
    };
    await mine.start('2030-12');
    await mine.run();
    expect(await mine.told()).toEqual([
      'none SKIPPED ROUTE_CHANGED',
      'one SENT',
      'other SKIPPED ROUTE_CHANGED',
      'same SENT',
    ]);
  });

  it('S14: go to no other ConnectWise than the one they were written for', async () => {
    await mine.users('one', 'two');
    const other = newId();
    mine.answer = async () => {
      await sql(
        `INSERT INTO connect_wise_instances (account_id, id, host, login_company_id) VALUES ($1, $2, 'other.example', 'x')`,
        [mine.account.id, other],
      );
      await sql('UPDATE integration_settings SET instance_id = $2 WHERE account_id = $1', [mine.account.id, other]);
      return { state: 'SENT', remote: {} };
    };
    await mine.start('2030-12');
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'two FAILED VERSION_CONFLICT']);
  });

  it('S11: wait as a whole while the integration is off, before they are written and after', async () => {
    await mine.users('one', 'two');
    await turn(false);
    await mine.start('2030-12');
    expect(await mine.run()).toEqual({ kind: 'rest' });
    expect(await mine.jobs()).toMatchObject([{ status: 'RUNNING', waitsFor: 'INTEGRATION_OFF' }]);
    expect(await mine.rows()).toEqual([]);
    await turn(true);
    mine.answer = async () => {
      await turn(false);
      return { state: 'SENT', remote: {} };
    };
    expect(await mine.run()).toEqual({ kind: 'rest' });
    expect(await mine.told()).toEqual(['one SENT', 'two WAITING']);
    await turn(true);
    await mine.run();
    expect(await mine.told()).toEqual(['one SENT', 'two SENT']);
    expect(await mine.jobs()).toMatchObject([{ status: 'SUCCEEDED', waitsFor: undefined }]);
  });

  it.each([
    [
      'paused',
      'INTEGRATION_PAUSED',
      `UPDATE integration_settings SET pause_reason = 'KEYS_REFUSED', paused_at = now() WHERE account_id = $1`,
    ],
    [
      'without the right for them',
      'WORK_NOT_PERMITTED',
      `INSERT INTO work_holds (account_id, work, capability) VALUES ($1, 'STATISTICS', 'COMPANY_NOTES')`,
    ],
  ])('S12: wait as a whole while the account is %s', async (_name, waitsFor, statement) => {
    await mine.users('one');
    await sql(statement, [mine.account.id]);
    await mine.start('2030-12');
    expect(await mine.run()).toEqual({ kind: 'rest' });
    expect(await mine.jobs()).toMatchObject([{ waitsFor }]);
    expect(await mine.rows()).toEqual([]);
  });

  it.each([
    ['all', false],
    ['those who were named', true],
  ])('M3: are written of few users at a time where those have many domains: of %s', async (_what, isNamed) => {
    const ids = await mine.users('one', 'two', 'three', 'four');
    await sql(
      `INSERT INTO spam_domains (account_id, id, user_id, domain)
       SELECT $1, 10 + row_number() OVER (), u.id, 'd' || n || '.example'
       FROM unnest($2::uuid[]) AS u(id), generate_series(1, 1500) AS n`,
      [mine.account.id, ids.slice(0, 2)],
    );
    mine.answer = () => Promise.reject(new PutOff('later', { kind: 'rest' }));
    await mine.start('2030-12', isNamed ? ids : undefined);
    await mine.run();
    expect(await mine.told()).toEqual(['one WAITING']);
    mine.answer = async () => ({ state: 'SENT', remote: {} });
    await mine.run();
    expect(await mine.told()).toEqual(['four SENT', 'one SENT', 'three SENT', 'two SENT']);
    expect(await mine.jobs()).toMatchObject([{ status: 'SUCCEEDED', done: 4, total: 4 }]);
  });

  it('M3: count back from the day on which they are written, however long their job waited before', async () => {
    await mine.users(...Array.from({ length: 51 }, (_, at) => `user ${at}`));
    mine.answer = async () => {
      mine.now = new Date('2031-01-14T12:00:00Z');
      return { state: 'SENT', remote: {} };
    };
    await mine.start('2030-12');
    await mine.run();
    expect([mine.sent[0]?.asOf, mine.sent[49]?.asOf, mine.sent[50]?.asOf]).toEqual([
      '2031-01-10',
      '2031-01-10',
      '2031-01-14',
    ]);
  });
});
