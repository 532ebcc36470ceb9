import { randomUUID } from 'node:crypto';
import type { Services } from '../../src/app/services.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { type Caller, Role, systemCaller } from '../../src/shared/caller.js';
import type { AccountId } from '../../src/shared/ids.js';
import {
  CreateSourceDocument,
  MapCompanyDocument,
  type MapCompanyInput,
  type MapCompanyMutation,
  SaveIntegrationSettingsDocument,
  type SaveIntegrationSettingsInput,
  SaveUsersDocument,
} from '../api/operations.generated.js';
import { ask } from './graphql-client.js';

interface Surroundings {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly services: Services;
}

type Mapping = NonNullable<NonNullable<MapCompanyMutation['mapCompany']>['mapping']>;

/** An account with its ADMIN token. What can come next is a method; names are unique, so nothing needs cleaning. */
export class SeedAccount {
  readonly id: AccountId;
  readonly token: string;
  readonly url: string;

  constructor(
    private readonly around: Surroundings,
    account: { readonly id: AccountId; readonly token: string },
  ) {
    this.id = account.id;
    this.token = account.token;
    this.url = around.url;
  }

  /** The system acting for this account, for calling a service directly. */
  get caller(): Caller {
    return systemCaller(this.id, randomUUID());
  }

  /** A token of another role. */
  async tokenOf(role: Role, options: { source?: string; expiresAt?: Date } = {}): Promise<string> {
    const { token } = await this.around.services.tokens.create(this.caller, { name: `a ${role}`, role, ...options });
    return token.reveal();
  }

  /** The sandbox's own connection values. */
  get values() {
    const { url: site, credentials } = this.around.sandbox;
    const { loginCompanyId, publicKey, privateKey } = credentials;
    return { site, loginCompanyId, publicKey, privateKey };
  }

  /** Saves the sandbox as this account's ConnectWise, enabled unless told otherwise. */
  async integration(input: Partial<SaveIntegrationSettingsInput> = {}): Promise<SeedIntegration> {
    const variables = { input: { isEnabled: true, ...this.values, ...input } };
    const { saveIntegrationSettings: saved } = await ask(this, SaveIntegrationSettingsDocument, variables);
    if (!saved || saved.userErrors.length > 0) throw new Error(`Saving failed: ${JSON.stringify(saved?.userErrors)}`);
    return new SeedIntegration(this);
  }

  async source(code = `source-${randomUUID()}`): Promise<SeedSource> {
    const { createSource } = await ask(this, CreateSourceDocument, { input: { code, name: code } });
    if (!createSource?.source) throw new Error(`No source: ${JSON.stringify(createSource?.userErrors)}`);
    return new SeedSource(this, code);
  }
}

/** An account whose integration is saved. */
export class SeedIntegration {
  constructor(readonly account: SeedAccount) {}

  source(code?: string): Promise<SeedSource> {
    return this.account.source(code);
  }

  async user(name?: string): Promise<SeedUser> {
    return (await this.source()).user(name);
  }
}

export class SeedSource {
  constructor(
    readonly account: SeedAccount,
    readonly code: string,
  ) {}

  async user(name = `User ${randomUUID()}`): Promise<SeedUser> {
    const item = { source: this.code, externalId: randomUUID(), name };
    const { saveUsers } = await ask(this.account, SaveUsersDocument, { input: { items: [item] } });
    const id = saveUsers?.results?.[0]?.userId;
    if (!id) throw new Error(`No user: ${JSON.stringify(saveUsers)}`);
    return new SeedUser(this, { id, externalId: item.externalId });
  }
}

export class SeedUser {
  readonly id: string;
  readonly externalId: string;

  constructor(
    readonly source: SeedSource,
    user: { readonly id: string; readonly externalId: string },
  ) {
    this.id = user.id;
    this.externalId = user.externalId;
  }

  /** Maps the user; the account's integration must be saved. */
  async map(identifier: string, input: Partial<MapCompanyInput> = {}): Promise<Mapping> {
    const variables = { input: { userId: this.id, company: { identifier }, ...input } };
    const { mapCompany } = await ask(this.source.account, MapCompanyDocument, variables);
    if (!mapCompany?.mapping) throw new Error(`No mapping: ${JSON.stringify(mapCompany?.userErrors)}`);
    return mapCompany.mapping;
  }
}
