import { createSpamRoutes } from '../../../src/app/spam-routes.js';
import { assertHold } from '../../../src/database/wake.js';
import type { JobRun } from '../../../src/features/jobs/job-task.js';
import type { DeliveryOutcome, WaitingDelivery } from '../../../src/features/spam-delivery/delivery.js';
import type { NativeLogin } from '../../../src/features/spam-delivery/native-statistics.js';
import { PutOff } from '../../../src/shared/put-off.js';
import { Secret } from '../../../src/shared/secret.js';
import type { NextWake } from '../../../src/shared/work.js';
import type { SeedAccount } from '../../support/seed.js';
import { type ReportedCustomer, SpamReports, type WantedReport } from '../../support/spam-reports.js';
import type { TestApp } from '../../support/test-app.js';
import { holdWork } from './jobs.js';
import { saveTicketing } from './notifications.js';
import { sql } from './rows.js';

export interface Reporting {
  readonly account: SeedAccount;
  readonly reports: SpamReports;
  /** Of the integrator for ConnectWise's own statistics; the sandbox's unless a test changes it. */
  readonly logins: { login: NativeLogin | undefined };
  /** Sends one delivery, as the job does; what is put off is answered as `put off`. */
  readonly send: (
    delivery: WaitingDelivery,
  ) => Promise<DeliveryOutcome | { readonly state: 'PUT_OFF'; readonly next: NextWake }>;
  /** A new delivery, sent. */
  readonly report: (customer: ReportedCustomer, wanted: WantedReport) => ReturnType<Reporting['send']>;
  /** As after so long that nothing sent before can still arrive. */
  readonly settle: () => Promise<void>;
}

/** An account that reports, with ticketing settings and an integrator login. */
export async function openReporting(test: TestApp): Promise<Reporting> {
  const account = await test.account();
  await account.integration();
  const { userErrors } = await saveTicketing(test, account);
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  const { services } = test.app;
  const reports = await SpamReports.open({ services, sandbox: test.sandbox, caller: account.caller });
  const { username, password } = test.sandbox.integratorLogin;
  const logins: Reporting['logins'] = {
    login: { solutionName: 'psa-bridge', name: username, password: new Secret(password) },
  };
  const { sendReport } = createSpamRoutes(test, services, { login: async () => logins.login });
  const send: Reporting['send'] = async (delivery) => {
    try {
      return await sendReport.send(account.caller, await jobRun(test, account), delivery);
    } catch (error) {
      if (error instanceof PutOff) return { state: 'PUT_OFF', next: error.next };
      throw error;
    }
  };
  const report: Reporting['report'] = async (customer, wanted) => send(await reports.delivery(customer, wanted));
  const settle = async () => {
    await sql(`UPDATE spam_records SET intended_at = intended_at - interval '80 seconds' WHERE account_id = $1`, [
      account.id,
    ]);
    await sql(
      `UPDATE call_paces SET not_before = not_before - interval '1 hour', trial_at = trial_at - interval '1 hour'`,
    );
  };
  return { account, reports, logins, send, report, settle };
}

/** Nothing of the job but that it holds the account's work. */
async function jobRun({ database }: TestApp, account: SeedAccount): Promise<JobRun> {
  const hold = await holdWork(account, 'SPAM_DELIVERY');
  const write: JobRun['write'] = (work) =>
    database.write(account.caller.accountId, async (tx) => {
      const answer = await work(tx);
      await assertHold(tx, hold);
      return answer;
    });
  const nothing = (): never => {
    throw new Error('A report knows nothing else of its job.');
  };
  return {
    ...{ signal: new AbortController().signal, goesOn: true, save: nothing, write },
    get job() {
      return nothing();
    },
  };
}

/** The calls since the journal was cleared, as `METHOD route`; where the API is, is asked once. */
export function callsOf({ sandbox }: Pick<TestApp, 'sandbox'>): string[] {
  return sandbox.journal.entries.flatMap(({ method, route, path }) =>
    path.startsWith('/login/') ? [] : `${method} ${route ?? path}`,
  );
}
