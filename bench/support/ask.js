// How the measurements talk to the server.
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from './figures.js';

const SAVE =
  'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }';
const JOBS =
  'query($kind: JobKind!) { jobs(first: 1, filter: { kinds: [$kind] }) { nodes { id status done startedAt finishedAt failure { message } counts { counter value } } } }';
const SYNC =
  'mutation($mode: CompanySyncMode!) { startCompanySync(input: { mode: $mode }) { job { id } userErrors { message } } }';

/** @throws when anything is refused, by item too, so that no refusal is taken for a quick answer */
export async function post(url, token, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const { data, errors } = await response.json();
  const fields = Object.values(data ?? {});
  const refused = fields
    .flatMap((field) => [field, ...(field?.results ?? [])])
    .flatMap((part) => part?.userErrors ?? []);
  if (errors || refused.length > 0) throw new Error(JSON.stringify(errors ?? refused.slice(0, 3)));
  return data;
}

/** Makes the sandbox the ConnectWise of the account; that begins the first sync. */
export function connect(ask, { url, login, publicKey, privateKey }) {
  return ask(SAVE, { input: { isEnabled: true, site: url, loginCompanyId: login, publicKey, privateKey } });
}

export function switchIntegration(ask, isEnabled) {
  return ask(SAVE, { input: { isEnabled } });
}

/** Waits for the newest job of the kind, other than `before`. */
export async function ended(ask, kind, before) {
  for (;;) {
    const [job] = (await ask(JOBS, { kind })).jobs.nodes;
    if (job?.status === 'FAILED') throw new Error(job.failure.message);
    if (job?.status === 'SUCCEEDED' && job.id !== before?.id) return job;
    await sleep(250);
  }
}

/** Begins a job and waits for it; one of before does not count. */
export async function runJob(ask, kind, begin) {
  const [before] = (await ask(JOBS, { kind })).jobs.nodes;
  await begin();
  return ended(ask, kind, before);
}

/** Has all companies read again, or what changed. */
export function runSync(ask, mode) {
  return runJob(ask, 'COMPANY_SYNC', () => ask(SYNC, { mode }));
}

export function durationOf(job) {
  return new Date(job.finishedAt) - new Date(job.startedAt);
}

export function countOf(job, wanted) {
  return job.counts.find(({ counter }) => counter === wanted)?.value ?? 0;
}

/** @returns how long it took, and everything it counted */
export function told(job) {
  const counts = job.counts.map(({ counter, value }) => `${value} ${counter.toLowerCase()}`).join(', ');
  return `${seconds(durationOf(job))} s; ${counts}`;
}
