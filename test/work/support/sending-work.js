import { sql } from 'kysely';
import { createSpamRoutes } from '../../../dist/app-spam-routes.js';
import { JobWork } from '../../../dist/features/jobs/job-work.js';
import { Secret } from '../../../dist/shared/secret.js';

/** Sends the reports that wait, one in each part of the job, and records how that ended. */
export function sendingWork({ database, services, integrator }) {
  const { username, password } = integrator;
  const login = async () => ({ solutionName: 'psa-bridge', name: username, password: new Secret(password) });
  const { sendReport } = createSpamRoutes({ database }, services, { login });
  const part = async (caller, run) => {
    const [delivery] = await database.read(caller.accountId, (db) => next(caller.accountId).compile(db));
    if (!delivery) return run.save({ isLast: true });
    const outcome = await sendReport.send(caller, run, delivery);
    const { state, failure, remote = {} } = outcome;
    await run.save({ done: run.job.done + 1 }, async (tx) => {
      await tx.$executeRaw`
        UPDATE spam_deliveries SET state = ${state}, ended_at = now(), remote = ${JSON.stringify(remote)}::jsonb,
          failure_code = ${failure?.code ?? null}, failure_message = ${failure?.message ?? null}
        WHERE account_id = ${caller.accountId}::uuid AND id = ${delivery.id}::uuid`;
    });
  };
  return new JobWork({ database, jobs: services.jobs, rows: services.jobRows }, { kind: 'SPAM_DELIVERY', part });
}

const next = (accountId) => sql`
  SELECT id, job_id AS "jobId", user_id AS "userId", to_char(month, 'YYYY-MM') AS month, as_of::text AS "asOf", route,
    language, subject, text, file_name AS "fileName", csv, figures, instance_id AS "instanceId",
    company_id AS "companyId"
  FROM spam_deliveries WHERE account_id = ${accountId} AND state = 'WAITING' ORDER BY id LIMIT 1`;
