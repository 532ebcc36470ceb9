import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobKind } from '../../src/features/jobs/job.js';
import { BulkErrorPolicy } from '../../src/shared/bulk.js';
import type { Caller } from '../../src/shared/caller.js';
import { Failure } from '../../src/shared/failure.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ProductSite } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const KILLS = 12;
const COMPANIES = 2_000;
/** Each has a user for each company: one company may be mapped once for each source. */
const SOURCES = ['one', 'two', 'three'];

describe.each(await databaseKinds())('jobs that map, on a database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, COMPANIES);
  });
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  const companiesOf = ({ accountId }: Caller) =>
    site.sql<{ id: number; name: string }>(
      'SELECT connect_wise_id AS id, name FROM companies WHERE account_id = $1 ORDER BY 1',
      [accountId],
    );

  /** An account with its copy of ConnectWise, and users who are called as the companies. */
  async function furnished(sources: readonly string[]): Promise<Caller> {
    const { services } = site.parts;
    const caller = await site.account();
    await site.allEnded([caller]);
    const companies = await companiesOf(caller);
    for (const source of sources) {
      await services.sources.create(caller, { code: source, name: source });
      for (let first = 0; first < companies.length; first += 1_000) {
        const items = companies
          .slice(first, first + 1_000)
          .map(({ id, name }) => ({ source, externalId: `u${id}`, name, mailDomains: [], contactEmail: undefined }));
        await services.saveUsers.save(caller, items, BulkErrorPolicy.REJECT_ALL);
      }
    }
    return caller;
  }

  /** Asks for a job, unless one is open. */
  async function ask(caller: Caller, wanted: JobKind, start: () => Promise<unknown>): Promise<void> {
    if (await site.isOpen(caller, wanted)) return;
    await start().catch((error: unknown) => {
      // Its schedule was quicker.
      if (!(error instanceof Failure) || error.problems[0].code !== 'JOB_IN_PROGRESS') throw error;
    });
  }

  const partsOf = async (caller: Caller, wanted: JobKind) =>
    (await site.jobs(caller, wanted)).reduce((sum, { done, counts }) => sum + done + (counts.MAPPED ?? 0), 0) / 200;

  /** Everything that jobs leave behind, in words that are the same for every account. */
  async function outcomeOf({ accountId }: Caller) {
    const lines = async (sql: string) => (await site.sql<{ line: string }>(sql, [accountId])).map(({ line }) => line);
    const user = `(SELECT s.code || ' ' || u.external_id FROM users u JOIN sources s ON s.id = u.source_id
      WHERE u.account_id = $1 AND u.id = x.user_id)`;
    return {
      mappings: await lines(
        `SELECT concat_ws(' ', ${user}, x.connect_wise_id, x.is_enabled, x.origin, x.verification, x.version) AS line
         FROM mappings x WHERE account_id = $1 ORDER BY 1`,
      ),
      suggestions: await lines(
        `SELECT concat_ws(' ', ${user}, x.connect_wise_id, x.score, x.reasons, x.is_sure, x.status) AS line
         FROM match_suggestions x WHERE account_id = $1 ORDER BY 1`,
      ),
      rows: await lines(
        `SELECT concat_ws(' ', x."row", x.outcome, x.code, ${user}, x.connect_wise_id) AS line
         FROM import_rows x WHERE account_id = $1 AND file_id = (
           SELECT id FROM import_files WHERE account_id = $1 AND job_id = (SELECT min(id::text)::uuid FROM jobs
             WHERE account_id = $1 AND kind = 'MAPPING_IMPORT'))
         ORDER BY x."row"`,
      ),
      // One line for each kind of thing that was told, with how often of one subject.
      audit: await lines(
        `SELECT concat_ws(' ', action, subject_kind, times, count(*)) AS line FROM (
           SELECT action, subject_kind, count(*) AS times FROM audit_events
           WHERE account_id = $1 AND action !~ '^(JOB|MATCHING)_' GROUP BY action, subject_kind, subject_id) told
         GROUP BY action, subject_kind, times ORDER BY 1`,
      ),
      events: await lines(
        `SELECT concat_ws(' ', kind, subject_kind, times, count(*)) AS line FROM (
           SELECT kind, subject_kind, count(*) AS times FROM events
           WHERE account_id = $1 AND kind <> 'JOB_FINISHED' GROUP BY kind, subject_kind, subject_id) told
         GROUP BY kind, subject_kind, times ORDER BY 1`,
      ),
    };
  }

  /** Does the same for one account in peace, and for another one while workers die. */
  async function compare(wanted: JobKind, sources: readonly string[], start: (caller: Caller) => Promise<unknown>) {
    const helper = site.start();
    const [calm, hunted] = [await furnished(sources), await furnished(sources)];
    await ask(calm, wanted, () => start(calm));
    await site.allEnded([calm], wanted);
    await site.kill(helper);

    await killWorkers(site, wanted, {
      kills: KILLS,
      prepare: () => ask(hunted, wanted, () => start(hunted)),
      steps: () => partsOf(hunted, wanted),
    });
    await site.allEnded([hunted], wanted);
    // Whatever the last run changed, both have had it once more.
    for (const caller of [calm, hunted]) await ask(caller, wanted, () => start(caller));
    await site.allEnded([calm, hunted], wanted);

    const jobs = (await Promise.all([calm, hunted].map((caller) => site.jobs(caller, wanted)))).flat();
    expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    expect(overlapsOf(site.workers)).toEqual([]);
    await Promise.all(site.workers.map((worker) => site.kill(worker)));
    process.stdout.write(`${kind}: ${wanted}, ${KILLS} kills, ${jobs.length} jobs\n`);
    return { hunted: await outcomeOf(hunted), calm: await outcomeOf(calm) };
  }

  it(`F18: ${KILLS} kills in a matching job that accepts by itself: as if nobody had died`, async () => {
    const { services } = site.parts;
    const { hunted, calm } = await compare('MATCHING', SOURCES.slice(0, 2), async (caller) => {
      await services.matching.changeSettings(caller, { autoAccept: true });
      return services.matching.start(caller, undefined);
    });
    const { mappings, audit } = hunted;
    expect(mappings.length).toBeGreaterThan(100);
    expect(audit).toContain(`SUGGESTION_ACCEPTED MatchSuggestion 1 ${mappings.length}`);
    expect(hunted).toEqual(calm);
  });

  it(`F18, F21: ${KILLS} kills in an import: no row is left out, and none is applied twice`, async () => {
    const { services } = site.parts;
    const { hunted, calm } = await compare('MAPPING_IMPORT', SOURCES, async (caller) => {
      const companies = await companiesOf(caller);
      const lines = SOURCES.flatMap((source) =>
        companies.map(({ id }, at) => `${source},${at % 50 === 0 ? 'nobody' : `u${id}`},${id},true\r\n`),
      );
      const file = ['source,user_external_id,company_record_id,enabled\r\n', ...lines].join('');
      const options = { dryRun: false, onError: BulkErrorPolicy.REJECT_FAILED };
      return services.receiveImport.receive(caller, Readable.from([Buffer.from(file)]), options);
    });
    // What the schedule suggests meanwhile depends on when it looks.
    const { suggestions: _suggestions, ...expected } = calm;
    const { mappings, rows, events } = hunted;
    expect(hunted).toMatchObject(expected);
    expect(rows).toHaveLength(SOURCES.length * COMPANIES);
    expect(rows.filter((line) => line.includes(' NOT_DONE'))).toEqual([]);
    expect(rows.filter((line) => line.includes(' MAPPED '))).toHaveLength(mappings.length);
    expect(events).toContain(`USER_MAPPED User 1 ${mappings.length}`);
  });
});
