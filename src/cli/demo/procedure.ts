import type { Sandbox } from '../../sandbox/sandbox.js';
import { type DemoClient, must, wordsOf } from './client.js';
import type { Narrator } from './narrator.js';
import {
  AuditEventsDocument,
  CreateSourceDocument,
  MapCompanyDocument,
  SaveIntegrationSettingsDocument,
  SaveUsersDocument,
  TestConnectionDocument,
  UsersDocument,
  VerifyCompanyDocument,
  ViewerDocument,
} from './operations.generated.js';

export interface Stage {
  readonly client: DemoClient;
  readonly narrator: Narrator;
  readonly sandbox: Sandbox;
  readonly userCount: number;
}

/** Users that are mapped in front of everybody; the rest stay in the queue for the reader to try. */
export const MAPPED = 5;
const SHOWN = 3;
const BRANCHES = ['East', 'West', 'North', 'South'];

interface DemoUser {
  readonly id: string;
  readonly name: string;
  readonly identifier: string;
}

/** What an operator does by hand, step by step over HTTP. */
export async function carryOut(stage: Stage): Promise<void> {
  await signIn(stage);
  await tryConnection(stage);
  await saveSettings(stage);
  const users = await reportUsers(stage);
  for (const user of users.slice(0, SHOWN)) await verifyAndMap(stage, user);
  await mapQuietly(stage, users.slice(SHOWN, MAPPED));
  await lookAtQueue(stage);
  await lookAtAudit(stage);
}

async function signIn({ client, narrator }: Stage): Promise<void> {
  narrator.step('Sign in with an access token');
  const { viewer } = await client.run(ViewerDocument, {});
  const { account, roles } = must(viewer, 'a viewer');
  narrator.answered(`account "${account.name}", role ${roles.join(', ')}`);
}

async function tryConnection({ client, narrator, sandbox }: Stage): Promise<void> {
  narrator.step('Test the connection before saving anything');
  narrator.asked(
    `testConnection: site ${sandbox.url}, login company id ${sandbox.credentials.loginCompanyId}, a key pair`,
  );
  const { testConnection } = await client.run(TestConnectionDocument, { input: connectionOf(sandbox) });
  const { checks, isHealthy, version } = must(testConnection?.report, 'a report');
  const passed = checks.filter((check) => check.outcome === 'PASSED').length;
  narrator.answered(
    `${isHealthy ? 'healthy' : 'not healthy'}, ConnectWise ${version}; ${passed} of ${checks.length} checks passed`,
  );
  for (const check of checks.filter(({ outcome }) => outcome !== 'PASSED')) {
    narrator.remarked(`${check.subject} ${check.outcome}: ${check.message}`);
  }
}

async function saveSettings({ client, narrator, sandbox }: Stage): Promise<void> {
  narrator.step('Save the settings and turn the integration on');
  narrator.asked('saveIntegrationSettings: the same values, isEnabled true');
  const input = { ...connectionOf(sandbox), isEnabled: true };
  const { saveIntegrationSettings: saved } = await client.run(SaveIntegrationSettingsDocument, { input });
  const { access, isEnabled } = must(saved?.integration, `settings (${wordsOf(saved?.userErrors)})`);
  const tested = saved?.report ? 'tested again' : 'not tested again, they had just passed';
  narrator.answered(
    `enabled: ${isEnabled}, public key …${access.publicKeyHint}, private key stored and never shown; ${tested}`,
  );
}

async function reportUsers({ client, narrator, sandbox, userCount }: Stage): Promise<DemoUser[]> {
  narrator.step(`Report ${userCount} users of a product, as its integration would`);
  const source = 'mail-guard';
  await client.run(CreateSourceDocument, { input: { code: source, name: 'Mail Guard' } });
  const companies = sandbox.landmarks.ordinary;
  const planned = Array.from({ length: userCount }, (_, index) => {
    const company = companies[index % companies.length];
    const identifier = company?.identifier ?? '';
    const name = String(sandbox.companies.get(company?.id ?? 0)?.['name'] ?? identifier);
    // Those that come after the last company are branches, which nobody may take for the company itself.
    const branch = BRANCHES[Math.floor(index / companies.length) - 1];
    return { identifier, name: branch ? `${name} ${branch}` : name, externalId: `mg-${index + 1}` };
  });
  narrator.asked(`saveUsers: ${planned.length} items of source ${source}, such as "${planned[0]?.name}"`);
  const ids: string[] = [];
  for (let start = 0; start < planned.length; start += 1_000) {
    const items = planned.slice(start, start + 1_000).map(({ name, externalId }) => ({ source, name, externalId }));
    const { saveUsers } = await client.run(SaveUsersDocument, { input: { items } });
    for (const result of must(saveUsers?.results, wordsOf(saveUsers?.userErrors)))
      ids.push(must(result.userId, 'an id'));
  }
  narrator.answered(
    `${ids.length} users are there; none of their work leaves for ConnectWise while they are not mapped`,
  );
  return planned.map(({ name, identifier }, index) => ({ id: must(ids[index], 'an id'), name, identifier }));
}

async function verifyAndMap(stage: Stage, user: DemoUser): Promise<void> {
  const { client, narrator } = stage;
  narrator.step(`Connect the user "${user.name}" with a company`);
  narrator.asked(`verifyCompany: identifier ${user.identifier}`);
  const company = { identifier: user.identifier };
  const { verifyCompany } = await client.run(VerifyCompanyDocument, { input: { company } });
  const verification = must(verifyCompany?.verification, wordsOf(verifyCompany?.userErrors));
  const { connectWiseId, status } = must(verification.company, `a company (${verification.message})`);
  narrator.answered(`${verification.outcome}: ${verification.message} Record id ${connectWiseId}, status ${status}.`);
  narrator.asked('mapCompany: this user, this company, enabled');
  narrator.answered(await map(client, user));
}

async function map(client: DemoClient, user: DemoUser): Promise<string> {
  const input = { userId: user.id, company: { identifier: user.identifier } };
  const { mapCompany } = await client.run(MapCompanyDocument, { input });
  const mapping = must(mapCompany?.mapping, `a mapping (${wordsOf(mapCompany?.userErrors)})`);
  return `mapped to ${mapping.companyName}, enabled: ${mapping.isEnabled}, ${mapping.verification.status}`;
}

async function mapQuietly({ client, narrator }: Stage, users: readonly DemoUser[]): Promise<void> {
  if (users.length === 0) return;
  narrator.step(`Do the same for ${users.length} more users`);
  for (const user of users) await map(client, user);
  narrator.answered(`${users.length} mapped and verified`);
}

async function lookAtQueue({ client, narrator }: Stage): Promise<void> {
  narrator.step('Look at where the users stand');
  narrator.asked('users, once those with a mapping and once those without');
  const mapped = await client.run(UsersDocument, { first: 1, filter: { isMapped: true } });
  const unmapped = await client.run(UsersDocument, { first: 1, filter: { isMapped: false } });
  narrator.answered(`${mapped.users?.totalCount} mapped, ${unmapped.users?.totalCount} waiting to be mapped`);
}

async function lookAtAudit({ client, narrator }: Stage): Promise<void> {
  narrator.step('Ask who changed what');
  const { auditEvents } = await client.run(AuditEventsDocument, { first: 1 });
  const newest = must(auditEvents?.nodes[0], 'an audit event');
  const told = newest.changes.map(({ field, after }) => `${field} = ${after}`).slice(0, 3);
  narrator.answered(
    `${auditEvents?.totalCount} changes; the newest: ${newest.action} by "${newest.actor.name}" (${told.join(', ')})`,
  );
}

export function connectionOf({ url, credentials }: Sandbox) {
  const { loginCompanyId, publicKey, privateKey } = credentials;
  return { site: url, loginCompanyId, publicKey, privateKey };
}
