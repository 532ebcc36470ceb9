import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  type DriftFilter,
  DriftsDocument,
  type MapCompanyInput,
  StartMappingVerificationDocument,
  type StartMappingVerificationInput,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { jobsOf, runJobs } from './jobs.js';

let made = 0;

/** A company of ConnectWise with a main contact, and a user that is mapped to it. */
export async function mappedUser(test: TestApp, account: SeedAccount, input: Partial<MapCompanyInput> = {}) {
  made += 1;
  const identifier = `Drift-${made}`;
  const { companies } = test.sandbox;
  const { id } = companies.add({ identifier, name: `${identifier} Ltd` });
  const contact = test.sandbox.records('contacts').add({ firstName: 'Ada', company: { id } });
  companies.edit(id, { defaultContact: { id: contact.id } });
  const user: SeedUser = await (await account.source()).user();
  const mapping = await user.map(identifier, input);
  return { user, mapping, mappingId: mapping.id, identifier, id };
}

export async function startVerification(asker: Asker, input: StartMappingVerificationInput = {}) {
  return given((await ask(asker, StartMappingVerificationDocument, { input })).startMappingVerification);
}

/** Verifies mappings as the worker does, to the end. @returns the job */
export async function verifyAll(test: TestApp, account: SeedAccount, input: StartMappingVerificationInput = {}) {
  const { userErrors } = await startVerification(account, input);
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  await runJobs(test.app, account, 'MAPPING_VERIFICATION');
  return given((await jobsOf(test.app, account, 'MAPPING_VERIFICATION'))[0]);
}

/** The same for a full comparison of the mirror. */
export async function compareAll(test: TestApp, account: SeedAccount) {
  await test.app.services.jobs.start(account.caller, { kind: 'COMPANY_SYNC', input: { mode: 'FULL' } });
  await runJobs(test.app, account, 'COMPANY_SYNC');
  return given((await jobsOf(test.app, account, 'COMPANY_SYNC'))[0]);
}

/** Newest first. */
export async function driftsOf(asker: Asker, filter: DriftFilter = {}) {
  return given((await ask(asker, DriftsDocument, { first: 100, filter })).drifts).nodes;
}

/** Each as kind and status, oldest first. */
export async function driftLines(asker: Asker, filter: DriftFilter = {}) {
  return (await driftsOf(asker, filter)).map(({ kind, status }) => `${kind} ${status}`).reverse();
}

/** As somebody does on the merge screen of ConnectWise. */
export async function merge(test: TestApp, from: number, toCompanyId: number): Promise<void> {
  const { loginCompanyId, publicKey, privateKey, clientId } = test.sandbox.credentials;
  const response = await fetch(`${test.sandbox.url}/v4_6_release/apis/3.0/company/companies/${from}/merge`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${loginCompanyId}+${publicKey}:${privateKey}`).toString('base64')}`,
      clientId,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ toCompanyId }),
  });
  if (response.status !== 200) throw new Error(await response.text());
}
