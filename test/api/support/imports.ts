import { JobRepository } from '../../../src/features/jobs/job.repository.js';
import type { JobTask } from '../../../src/features/jobs/job-task.js';
import { JobWork } from '../../../src/features/jobs/job-work.js';
import { CsvScanner } from '../../../src/shared/csv/csv-scanner.js';
import type { NextWake, WorkHandler } from '../../../src/shared/work.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { ApplyMappingImportDocument, type ApplyMappingImportInput, JobsDocument } from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { takeHold } from './health.js';

export interface Answer {
  readonly status: number;
  readonly body: {
    readonly jobId: string;
    readonly rows: number;
    readonly badRows: number;
    readonly resultsUrl: string;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
}

const PATH = '/files/mappings/import';

/** Sends a file as a client does; a dry run unless the query says otherwise. */
export async function upload(asker: Asker, file: string | Buffer | ReadableStream, query = ''): Promise<Answer> {
  const headers = { authorization: `Bearer ${asker.token}`, 'content-type': 'text/csv' };
  const url = new URL(`${PATH}${query}`, asker.url);
  const response = await fetch(url, { method: 'POST', headers, body: file, duplex: 'half' } as RequestInit);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** The code of a refusal. */
export const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions.code;

export async function download(
  asker: Asker,
  path: string,
): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await fetch(new URL(path, asker.url), { headers: { authorization: `Bearer ${asker.token}` } });
  return { response, text: await response.text() };
}

/** The rows of a file by column. */
export function rowsOf(text: string): Record<string, string>[] {
  const scanner = new CsvScanner({ cellCharacters: 1_000_000, cells: 100 });
  const scanned = [...scanner.push(text.replace(/^\ufeff/, '')), ...scanner.end()];
  const [head, ...rows] = scanned.map(({ cells }) => cells);
  return rows.map((cells) => Object.fromEntries(given(head).map((name, index) => [name, cells[index] ?? ''])));
}

export async function resultsOf(asker: Asker, jobId: string): Promise<Record<string, string>[]> {
  return rowsOf((await download(asker, `${PATH}/results?jobId=${jobId}`)).text);
}

/** Each result in a line: its outcome, and its code if it has one. */
export async function linesOf(asker: Asker, jobId: string): Promise<string[]> {
  return (await resultsOf(asker, jobId)).map(({ outcome, code }) => [outcome, code].join(' ').trim());
}

/** One slice of the account's imports, as a worker would do it, by the app's own task unless another one is given. */
export async function slice(test: TestApp, account: SeedAccount, task?: JobTask): Promise<NextWake> {
  const { services } = test.app;
  const deps = { database: test.database, jobs: services.jobs, rows: new JobRepository(test.database) };
  const own = services.jobWork.find(({ kind }) => kind === 'MAPPING_IMPORT');
  const work: WorkHandler = task ? new JobWork(deps, task) : given(own);
  return work.run(account.caller, new AbortController().signal, await takeHold(account, 'MAPPING_IMPORT'));
}

export async function newestJob(asker: Asker) {
  const { jobs } = await ask(asker, JobsDocument, { filter: { kinds: ['MAPPING_IMPORT'] } });
  return given(given(jobs).nodes[0]);
}

/** Sends a file, lets it be carried out, and answers the finished job with each row's line. */
export async function importFile(test: TestApp, account: SeedAccount, file: string, query = '') {
  const { status, body } = await upload(account, file, query);
  if (status !== 202) throw new Error(`Refused: ${JSON.stringify(body)}`);
  await slice(test, account);
  return { body, job: await newestJob(account), lines: await linesOf(account, body.jobId) };
}

export async function apply(asker: Asker, input: ApplyMappingImportInput) {
  return given((await ask(asker, ApplyMappingImportDocument, { input })).applyMappingImport);
}

/** The queries of an import that is no dry run. */
export const WRITE = '?dryRun=false&onError=REJECT_FAILED';
export const WRITE_WHOLE = '?dryRun=false&onError=REJECT_ALL';
