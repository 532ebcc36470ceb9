import { setTimeout as sleep } from 'node:timers/promises';
import { must, wordsOf } from './client.js';
import {
  AcceptSuggestionsDocument,
  CompanySearchDocument,
  EventFeedDocument,
  type JobKind,
  JobsOfKindDocument,
  OpenDriftsDocument,
  StartMatchingDocument,
  StartSyncDocument,
  SuggestionsDocument,
} from './operations.generated.js';
import type { Stage } from './procedure.js';

/** So many sure suggestions are accepted in one call; the rest stay for the reader to try. */
const ACCEPTED = 25;

/** What happens by itself once the integration is on, and what a person makes of it. */
export async function workWithCompanies(stage: Stage): Promise<void> {
  await watchFirstSync(stage);
  const accepted = await acceptSureOnes(stage);
  if (accepted.length < 3) return;
  await changeCompanies(stage, accepted);
  await lookAtDrifts(stage);
}

async function watchFirstSync(stage: Stage): Promise<void> {
  const { client, narrator } = stage;
  narrator.step("Look at the copy of ConnectWise's companies, which came in meanwhile");
  narrator.asked('jobs of kind COMPANY_SYNC, and companies by a word of their name');
  narrator.answered(`first sync: ${await untilDone(stage, 'COMPANY_SYNC')}`);
  const search = '商事';
  const { companies, companyMirror } = await client.run(CompanySearchDocument, { search });
  const found = must(companies, 'companies');
  const names = found.nodes.map(({ name }) => name).join(', ');
  narrator.answered(
    `${must(companyMirror, 'a copy').companyCount} companies; "${search}" finds ${found.totalCount}: ${names}`,
  );
}

async function acceptSureOnes(stage: Stage): Promise<Accepted[]> {
  const { client, narrator } = stage;
  narrator.step('Have companies suggested for the users that are not mapped, and accept sure ones');
  const { startMatching } = await client.run(StartMatchingDocument, { input: {} });
  // It may have begun by itself already.
  if (startMatching?.userErrors.some(({ code }) => code !== 'JOB_IN_PROGRESS')) {
    throw new Error(wordsOf(startMatching.userErrors));
  }
  narrator.answered(`suggestions: ${await untilDone(stage, 'MATCHING')}`);
  const { matchSuggestions } = await client.run(SuggestionsDocument, { filter: { isSure: true } });
  const sure = must(matchSuggestions, 'suggestions');
  const [first] = sure.nodes;
  if (!first) return [];
  narrator.remarked(
    `${sure.totalCount} are sure, such as "${first.user.name}" and "${first.company.name}": ${first.reasons.join(', ')}, score ${first.score}`,
  );
  const suggestionIds = sure.nodes.slice(0, ACCEPTED).map(({ id }) => id);
  narrator.asked(`acceptMatchSuggestions: ${suggestionIds.length} of them`);
  const { acceptMatchSuggestions } = await client.run(AcceptSuggestionsDocument, { input: { suggestionIds } });
  const results = must(acceptMatchSuggestions?.results, wordsOf(acceptMatchSuggestions?.userErrors));
  const mapped = results.flatMap(({ mapping }) => mapping ?? []);
  narrator.answered(`${mapped.length} mapped, verified and enabled in one call`);
  return mapped;
}

type Accepted = { readonly identifier: string; readonly companyName: string | null };

async function changeCompanies({ client, narrator, sandbox }: Stage, [one, two, three]: Accepted[]): Promise<void> {
  narrator.step('In ConnectWise, another person renames a company, deletes one and merges one into another');
  const idOf = (accepted: Accepted | undefined) =>
    must(
      sandbox.companies.find(accepted?.identifier ?? '').find((company) => company['deletedFlag'] !== true),
      `the company ${accepted?.identifier}`,
    ).id;
  // It was mapped by hand, so it is none of the three.
  const survivor = must(sandbox.landmarks.ordinary[0], 'a company to merge into');
  sandbox.companies.rename(idOf(one), `${one?.companyName} Group`);
  sandbox.companies.remove(idOf(two));
  await merge(sandbox, idOf(three), survivor.id);
  narrator.answered(`renamed ${one?.identifier}, deleted ${two?.identifier}, merged ${three?.identifier} away`);
  const { startCompanySync } = await client.run(StartSyncDocument, { input: { mode: 'FULL' } });
  narrator.asked('startCompanySync: compare everything now instead of tonight');
  must(startCompanySync?.job, wordsOf(startCompanySync?.userErrors));
}

/** As the person does it on ConnectWise's screen: through ConnectWise itself, not through us. */
async function merge({ url, credentials }: Stage['sandbox'], from: number, toCompanyId: number): Promise<void> {
  const { loginCompanyId, publicKey, privateKey, clientId } = credentials;
  const keys = Buffer.from(`${loginCompanyId}+${publicKey}:${privateKey}`).toString('base64');
  const response = await fetch(`${url}/v4_6_release/apis/3.0/company/companies/${from}/merge`, {
    method: 'POST',
    headers: { authorization: `Basic ${keys}`, clientId, 'content-type': 'application/json' },
    body: JSON.stringify({ toCompanyId }),
  });
  if (!response.ok) throw new Error(`The merge was answered ${response.status}.`);
}

async function lookAtDrifts(stage: Stage): Promise<void> {
  const { client, narrator } = stage;
  narrator.step('See what that means for the mappings');
  narrator.answered(`comparison: ${await untilDone(stage, 'COMPANY_SYNC')}`);
  const { drifts } = await client.run(OpenDriftsDocument, {});
  for (const { kind, before, after, likelySurvivor, user } of must(drifts, 'drifts').nodes) {
    const now = after?.name && after.name !== before.name ? `, now "${after.name}"` : '';
    const survivor = likelySurvivor ? `, most likely now "${likelySurvivor.name}"` : '';
    narrator.remarked(`${kind}: "${before.name}"${now}${survivor}; work of its user ${user.hold ?? 'goes on'}`);
  }
  narrator.asked('events since the beginning, and overview');
  const { events, overview } = await client.run(EventFeedDocument, {});
  const kinds = [...new Set(must(events, 'events').nodes.map(({ kind }) => kind))].join(', ');
  const { users, drifts: left, suggestions, schedules, companyMirror } = must(overview, 'an overview');
  const { ready, broken, unmapped } = users;
  const next = schedules.find(({ work }) => work === 'COMPANY_SYNC')?.nextRunAt ?? 'soon';
  narrator.answered(`${kinds}`);
  narrator.answered(`${ready} users in order, ${broken} broken and held, ${unmapped} not mapped`);
  narrator.answered(`${left.open} drifts open; ${suggestions.users} users with suggestions, ${suggestions.sure} sure`);
  narrator.answered(`${companyMirror?.companyCount} companies as of ${companyMirror?.syncedAt}; next sync ${next}`);
}

/** Waits for the newest job of a kind, which may have yet to be started by its schedule. */
async function untilDone({ client }: Stage, kind: JobKind): Promise<string> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
    const { jobs } = await client.run(JobsOfKindDocument, { kind });
    const job = jobs?.nodes[0];
    if (job?.status === 'FAILED') throw new Error(`The job failed: ${job.failure?.message}`);
    if (job?.status !== 'SUCCEEDED') continue;
    const counts = job.counts.filter(({ value }) => value > 0).map(({ counter, value }) => `${counter} ${value}`);
    return `${job.done} of ${job.total ?? job.done} done (${counts.join(', ')})`;
  }
  throw new Error(`No job of kind ${kind} ended within a minute.`);
}
