// An import of mappings: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise, each a process
// of its own. Rows name companies of the copy by identifier.
import { connect, countOf, durationOf, ended, runJob, switchIntegration } from './support/ask.js';
import { seconds, size } from './support/figures.js';
import { peakMemory, resetPeak } from './support/processes.js';
import { progress } from './support/report.js';
import { bounded, createAccount, environmentFor, Stage, sql } from './support/stage.js';

const ROWS = size('ROWS', 20_000);
const HEAP_MB = size('HEAP_MB', 192);

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const sandbox = await stage.sandbox(ROWS);
    const environment = environmentFor(sandbox, await stage.createDatabase());
    const token = await createAccount(environment);
    const server = await stage.serve(bounded(environment, HEAP_MB));
    const ask = server.asking(token);
    await connect(ask, sandbox);
    await ended(ask, 'COMPANY_SYNC');
    const rows = [];
    for (const isEnabled of [true, false]) {
      await switchIntegration(ask, isEnabled);
      const file = await sql(environment.DATABASE_URL, (client) => seed(client, isEnabled ? 'on' : 'off'));
      await resetPeak(server.process);
      const from = performance.now();
      let sent;
      let upload;
      const job = await runJob(ask, 'MAPPING_IMPORT', async () => {
        sent = await send(server.url, token, file);
        upload = seconds(performance.now() - from);
      });
      const counts = `${countOf(job, 'MAPPED')} mapped, ${countOf(job, 'REJECTED')} refused`;
      rows.push([
        `${sent.rows} good rows, REJECT_FAILED, integration ${isEnabled ? 'on' : 'off'}`,
        `taken in ${upload} s, then ${seconds(durationOf(job))} s; ${counts}, peak memory ${await peakMemory(server.process)} MB`,
      ]);
      progress(`import: ${rows.at(-1).join(': ')}`);
    }
    await report.table('import', { rows, how: `heap bounded to ${HEAP_MB} MB` });
  });
}

/** As many users of a source as there are live companies, up to the rows wanted. @returns the file that maps them */
async function seed(client, source) {
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), $1, $1 FROM accounts WHERE name = 'Bench'`,
    [source],
  );
  const { rows } = await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT c.account_id, gen_random_uuid(), s.id, c.identifier, c.name, '{}'
     FROM (SELECT *, count(*) OVER (PARTITION BY folded_identifier) AS alike FROM companies) c
     JOIN sources s ON s.account_id = c.account_id AND s.code = $1
     WHERE NOT c.is_deleted AND NOT c.is_inactive AND c.missing_since IS NULL AND c.alike = 1
     ORDER BY c.connect_wise_id LIMIT ${ROWS} RETURNING external_id`,
    [source],
  );
  await client.query('VACUUM ANALYZE');
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ external_id: identifier }) => `${source},${cell(identifier)},${cell(identifier)}\n`);
  return `source,user_external_id,company_identifier\n${lines.join('')}`;
}

async function send(url, token, body) {
  const target = new URL('/files/mappings/import?dryRun=false&onError=REJECT_FAILED', url);
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${token}` };
  const response = await fetch(target, { method: 'POST', headers, body });
  const answer = await response.json();
  if (response.status !== 202) throw new Error(JSON.stringify(answer));
  return answer;
}
