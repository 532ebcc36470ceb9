import { ask } from '../../support/graphql-client.js';
import {
  AuditEventsDocument,
  DisableMappingDocument,
  EnableMappingDocument,
  type EnableMappingInput,
  IntegrationDocument,
  MapCompanyDocument,
  type MapCompanyInput,
  type OutgoingWork,
  SaveIntegrationSettingsDocument,
  type SaveIntegrationSettingsInput,
  TestConnectionDocument,
  type TestConnectionInput,
  UnmapCompanyDocument,
  type UnmapCompanyInput,
  UserStatesDocument,
  VerifyCompanyDocument,
  type VerifyCompanyInput,
  VerifyCompanyMappingDocument,
} from '../operations.generated.js';

/** Who asks, and where: a seed account is one. */
export interface Asker {
  readonly url: string;
  readonly token: string;
}

/** A value that a test knows to be there. */
export function given<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('There is nothing here.');
  return value;
}

export async function save(asker: Asker, input: SaveIntegrationSettingsInput) {
  return given((await ask(asker, SaveIntegrationSettingsDocument, { input })).saveIntegrationSettings);
}

export async function tryOut(asker: Asker, input: TestConnectionInput = {}) {
  return given((await ask(asker, TestConnectionDocument, { input })).testConnection);
}

export async function settingsOf(asker: Asker) {
  return (await ask(asker, IntegrationDocument)).integration;
}

/** What ConnectWise says of a company, by its identifier unless the reference says otherwise. */
export async function verify(asker: Asker, company: string | VerifyCompanyInput['company']) {
  const input = { company: typeof company === 'string' ? { identifier: company } : company };
  return given((await ask(asker, VerifyCompanyDocument, { input })).verifyCompany);
}

export async function map(asker: Asker, input: MapCompanyInput) {
  return given((await ask(asker, MapCompanyDocument, { input })).mapCompany);
}

export async function unmap(asker: Asker, input: UnmapCompanyInput) {
  return given((await ask(asker, UnmapCompanyDocument, { input })).unmapCompany);
}

export async function enable(asker: Asker, input: EnableMappingInput) {
  return given((await ask(asker, EnableMappingDocument, { input })).enableMapping);
}

export async function disable(asker: Asker, input: UnmapCompanyInput) {
  return given((await ask(asker, DisableMappingDocument, { input })).disableMapping);
}

export async function verifyMapping(asker: Asker, input: UnmapCompanyInput) {
  return given((await ask(asker, VerifyCompanyMappingDocument, { input })).verifyCompanyMapping);
}

/** Why the work of a user of the seed chain, or one kind of it, is held; null when it goes out. */
export async function holdOf(
  asker: Asker,
  user: { readonly externalId: string; readonly source: { readonly code: string } },
  work?: OutgoingWork,
) {
  const variables = { source: user.source.code, externalIds: [user.externalId], work };
  return given((await ask(asker, UserStatesDocument, variables)).userStates?.[0]).hold;
}

/** The audit of one object, or of everything, oldest first. */
export async function auditOf(asker: Asker, subjectId?: string) {
  const { auditEvents } = await ask(asker, AuditEventsDocument, { first: 100, filter: { subjectId } });
  return [...given(auditEvents).nodes].reverse();
}

interface Told {
  readonly code: string;
  readonly field: readonly string[] | null;
}

/** Each error as `CODE field`, in order. */
export function errorsOf({ userErrors }: { readonly userErrors: readonly Told[] }): string[] {
  return userErrors.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
}
