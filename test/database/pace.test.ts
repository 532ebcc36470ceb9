import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PACE, type PaceKey } from '../../src/connectwise/pace.js';
import type { Mode } from '../../src/connectwise/retry.js';
import { SharedPace } from '../../src/connectwise/shared-pace.js';
import { systemTiming } from '../../src/connectwise/timing.js';
import type { Database } from '../../src/database/database.js';
import { type AccountId, newId } from '../../src/shared/ids.js';
import { createLogger } from '../../src/shared/logger.js';
import { accessTo, clientFor, closeClients, errorOf, policyFor, siteOf } from '../connectwise/support/client.js';
import { type FarSide, json, knownCompany, startFarSide } from '../connectwise/support/far-side.js';
import { execute, testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { claimOf, itKeepsThePace } from '../support/pace-contract.js';

let database: Database;
let replica: Database;
const INSTANCE = 'psa.example.com/examplemsp';

beforeAll(async () => {
  [database, replica] = [await testDatabase(), await testDatabase()];
});
afterAll(() => Promise.all([database.close(), replica.close()]));

async function newAccount(): Promise<AccountId> {
  const id = newId<AccountId>();
  await execute(testDatabaseUrl(), `INSERT INTO accounts (id, name) VALUES ('${id}', 'MSP ${id}')`);
  return id;
}

const paceOf = ({ pace }: Database) =>
  new SharedPace({ store: pace, timing: systemTiming, logger: createLogger('silent') });

/** Instead of waiting, everything that was noted moves into the past. */
const pass = (accountId: AccountId) => (milliseconds: number) => {
  const moved = (list: string) => `ARRAY(SELECT t - interval '${milliseconds} ms' FROM unnest(${list}) AS t)`;
  return execute(
    testDatabaseUrl(),
    `UPDATE call_paces SET
       not_before = not_before - interval '${milliseconds} ms', trial_at = trial_at - interval '${milliseconds} ms',
       touched_at = touched_at - interval '${milliseconds} ms',
       interactive_leases = ${moved('interactive_leases')}, background_leases = ${moved('background_leases')},
       interactive_starts = ${moved('interactive_starts')}, background_starts = ${moved('background_starts')}
     WHERE account_id = '${accountId}'`,
  );
};

describe('calls of two replicas at the pace in the database', () => {
  let far: FarSide | undefined;
  afterEach(async () => {
    await closeClients();
    await far?.close();
  });

  /** One account on two replicas. */
  async function replicasTo(listener: RequestListener) {
    const server = await startFarSide(knownCompany(listener));
    far = server;
    const access = accessTo(siteOf(`http://${server.host}`, server.host), { accountId: await newAccount() });
    const clients = [database, replica].map((doors) =>
      clientFor({ policy: policyFor(server.host), pace: paceOf(doors), paceFigures: DEFAULT_PACE }),
    );
    const open = (at: number, mode: Mode) => {
      const client = clients[at % clients.length];
      if (!client) throw new Error('No replica');
      return client.open(access, mode);
    };
    const sent = () => server.seen.filter(({ url }) => url.includes('/system/info')).length;
    return { open, sent };
  }

  it('P10: with the breaker open a call is refused without asking, on whichever replica, and a test of other values is not', async () => {
    const { open, sent } = await replicasTo((_request, response) => json(response, {}, 503));
    for (let failure = 0; failure < 5; failure += 1) {
      expect((await errorOf(open(failure, 'interactive').system.info())).kind).toBe('server-fault');
    }
    for (const at of [0, 1]) {
      expect((await errorOf(open(at, 'interactive').system.info())).kind).toBe('breaker-open');
    }
    expect(sent()).toBe(5);
    expect((await errorOf(open(0, 'trial').system.info())).kind).toBe('server-fault');
    expect(sent()).toBe(6);
  });

  it('T15: of 100 calls at once, interactive and in the background, at most three are out together', async () => {
    let out = 0;
    let most = 0;
    const { open, sent } = await replicasTo((_request, response) => {
      most = Math.max(most, ++out);
      setTimeout(() => {
        out -= 1;
        json(response, { version: 'v2025.1' });
      }, 100);
    });
    await Promise.all([open(0, 'job').address(), open(1, 'job').address()]);
    const calls = Array.from({ length: 100 }, (_, at) =>
      open(at, at % 4 < 2 ? 'interactive' : 'job')
        .system.info()
        .catch(() => undefined),
    );
    while (sent() < 20) await new Promise((resolve) => setTimeout(resolve, 20));
    await closeClients();
    await Promise.race([Promise.all(calls), new Promise((resolve) => setTimeout(resolve, 100))]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('the pace in the database', () => {
  itKeepsThePace(async () => {
    const accountId = await newAccount();
    return { pace: paceOf(database), pass: pass(accountId), accountId };
  });

  it('is one pace for all replicas', async () => {
    const key: PaceKey = { accountId: await newAccount(), instance: INSTANCE };
    const replicas = [paceOf(database), paceOf(replica)];
    const asked = Array.from({ length: 20 }, (_, at) => replicas[at % 2]?.claim(key, claimOf('background')));
    const verdicts = await Promise.all(asked);
    expect(verdicts.filter((verdict) => verdict?.kind === 'go')).toHaveLength(DEFAULT_PACE.background.inFlight);
  });

  it('F3: a pause told to one replica binds the others', async () => {
    const key: PaceKey = { accountId: await newAccount(), instance: INSTANCE };
    const [one, other] = [paceOf(database), paceOf(replica)];
    const verdict = await one.claim(key, claimOf('background'));
    const lease = verdict.kind === 'go' ? verdict.lease : '';
    await one.settle(key, lease, { kind: 'limited', seconds: 30, isStated: true });
    expect((await other.claim(key, claimOf('interactive'))).kind).toBe('limited');
  });

  it('F11: times from a clock that went back since hold nobody up', async () => {
    const accountId = await newAccount();
    const key: PaceKey = { accountId, instance: INSTANCE };
    const pace = paceOf(database);
    const { breaker } = DEFAULT_PACE;
    for (let failure = 0; failure < breaker.failures; failure += 1) {
      const verdict = await pace.claim(key, claimOf('interactive'));
      await pace.settle(key, verdict.kind === 'go' ? verdict.lease : '', { kind: 'outage', breaker });
      await pass(accountId)(1_000);
    }
    await pace.claim(key, claimOf('interactive', { breaker: undefined }));
    await pass(accountId)(-3 * 3_600_000);
    expect((await pace.claim(key, claimOf('interactive'))).kind).toBe('go');
  });

  it('forgets instances that were only tried once', async () => {
    const accountId = await newAccount();
    const pace = paceOf(database);
    await pace.claim({ accountId, instance: 'once.example.com/a' }, claimOf('interactive'));
    await pass(accountId)(3 * 86_400_000);
    await pace.claim({ accountId, instance: INSTANCE }, claimOf('interactive'));
    const rows = await database.read(accountId, (db) => db.selectFrom('call_paces').select('instance'));
    expect(rows).toEqual([{ instance: INSTANCE }]);
  });

  it('T10: an account can take no place in the name of another', async () => {
    const [ours, theirs] = [await newAccount(), await newAccount()];
    await paceOf(database).claim({ accountId: theirs, instance: INSTANCE }, claimOf('interactive'));
    const seen = await withClient(testDatabaseUrl(), async (client) => {
      await client.query(
        `BEGIN; SELECT set_config('role', 'psa_app', true), set_config('app.account', '${ours}', true)`,
      );
      const { rows } = await client.query('SELECT count(*)::int AS n FROM call_paces');
      const attempt = client.query(`SELECT claim_call('${theirs}', '${INSTANCE}', true, 2, 8, '1 s', 5, '30 s', true)`);
      await expect(attempt).rejects.toThrow(/row-level security/);
      await client.query('ROLLBACK');
      return rows;
    });
    expect(seen).toEqual([{ n: 0 }]);
  });
});
