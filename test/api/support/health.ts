import type { App } from '../../../src/app/app.js';
import { ConnectWiseError } from '../../../src/connectwise/connectwise-error.js';
import type { WorkPiece } from '../../../src/features/integration/background-work.js';
import { PutOff } from '../../../src/shared/put-off.js';
import { type NextWake, type WorkHold, WorkKind } from '../../../src/shared/work.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { HealthDocument } from '../operations.generated.js';
import { type Asker, auditOf, given } from './calls.js';
import { eventsOf, sql } from './rows.js';

export async function healthOf(asker: Asker) {
  return given((await ask(asker, HealthDocument)).integration).health;
}

/** An account whose integration is on, and a sandbox that was not asked since. */
export async function enabledAccount(test: TestApp): Promise<SeedAccount> {
  const account = await test.account();
  await account.integration();
  test.sandbox.journal.clear();
  return account;
}

const OF_HEALTH = /PAUSED|RESUMED|HELD/;

/** What was told of pauses and holds, oldest first. */
export async function healthEvents(account: SeedAccount) {
  const events = await eventsOf(account.id);
  return events.filter(({ kind }) => OF_HEALTH.test(kind)).map(({ kind, facts }) => ({ kind, facts }));
}

export async function healthAudit(account: SeedAccount) {
  return (await auditOf(account)).filter(({ action }) => OF_HEALTH.test(action));
}

/** Reads one company as background work does; a company sync unless the piece says otherwise. */
export function readCompanies(app: App, account: SeedAccount, piece: Partial<WorkPiece> = {}): Promise<void> {
  const whole = { work: 'COMPANY_SYNC', capability: 'READ_COMPANIES', signal: new AbortController().signal } as const;
  return app.services.backgroundWork.run(account.caller, { ...whole, ...piece }, ({ probes }) =>
    probes.readCompanies(),
  );
}

/** What became of it: `done`, why it was put off, or the kind of ConnectWise's error. */
export async function work(app: App, account: SeedAccount, piece: Partial<WorkPiece> = {}): Promise<string> {
  try {
    await readCompanies(app, account, piece);
    return 'done';
  } catch (error) {
    if (error instanceof PutOff) return error.message;
    if (error instanceof ConnectWiseError) return error.kind;
    throw error;
  }
}

export async function refuseThrice(test: TestApp, account: SeedAccount): Promise<string[]> {
  return [await work(test.app, account), await work(test.app, account), await work(test.app, account)];
}

/** Makes the account's check due and runs it, as the worker would. */
export async function checkHealth(test: TestApp, account: SeedAccount): Promise<NextWake> {
  await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1 AND is_enabled', [account.id]);
  return runCheck(test.app, account);
}

/** Runs the handler of the health check, due or not, as the worker that holds the account's check now. */
export async function runCheck(app: App, account: SeedAccount, run: Partial<Run> = {}): Promise<NextWake> {
  const { signal = new AbortController().signal, hold = await takeHold(account) } = run;
  return app.services.healthCheck.run(account.caller, signal, hold);
}

interface Run {
  readonly signal: AbortSignal;
  readonly hold: WorkHold;
}

/** Begins the next slice of the account's work of a kind; the one before does not count any more. */
export async function takeHold({ id }: SeedAccount, kind: WorkKind = WorkKind.HEALTH_CHECK): Promise<WorkHold> {
  const [row] = await sql<{ attempt: number; startedAt: Date }>(
    `INSERT INTO work (account_id, kind, attempt, started_at) VALUES ($1, $2, 1, now())
     ON CONFLICT (account_id, kind) DO UPDATE SET attempt = work.attempt + 1, started_at = now()
     RETURNING attempt, started_at AS "startedAt"`,
    [id, kind],
  );
  return { accountId: id, kind, ...given(row) };
}
