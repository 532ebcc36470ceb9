import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import type { InstanceChange, SaveIntegrationSettingsInput } from '../operations.generated.js';
import { save } from './calls.js';
import { type Replica, startReplica } from './replica.js';

export type SystemName = 'a' | 'b' | 'c';

/** A server that may reach three ConnectWise systems. B was filled by another seed than A; C by the same as A. */
export class Systems {
  #made = 0;

  private constructor(
    readonly test: TestApp,
    readonly server: Replica,
    readonly all: Readonly<Record<SystemName, Sandbox>>,
  ) {}

  static async start(): Promise<Systems> {
    const test = await startTestApp();
    const [b, c] = [await startSandbox({ companies: 30, seed: 2 }), await startSandbox({ companies: 30 })];
    const all = { a: test.sandbox, b, c };
    return new Systems(test, await startReplica(test, { reaches: Object.values(all) }), all);
  }

  async close(): Promise<void> {
    await this.test.close();
    await this.all.b.close();
    await this.all.c.close();
  }

  clearJournals(): void {
    for (const { journal } of Object.values(this.all)) journal.clear();
  }

  async account(): Promise<SeedAccount> {
    return this.server.at(await this.test.account());
  }

  /** Enabled settings that lead to a system. */
  lead(to: SystemName, change?: InstanceChange): SaveIntegrationSettingsInput {
    const { url: site, credentials } = this.all[to];
    const { loginCompanyId, publicKey, privateKey } = credentials;
    return { site, loginCompanyId, publicKey, privateKey, isEnabled: true, instanceChange: change };
  }

  move(account: SeedAccount, to: SystemName, change?: InstanceChange) {
    return save(account, this.lead(to, change));
  }

  /** An account on A with one user, mapped to a company that is made for it there. */
  async mappedOnA() {
    this.#made += 1;
    const identifier = `Moved-${this.#made}`;
    const { id } = this.all.a.companies.add({ identifier, name: `${identifier} Ltd` });
    const account = await this.account();
    const user = await (await account.integration()).user();
    const mapping = await user.map(identifier);
    this.clearJournals();
    return { account, user, mapping, identifier, id };
  }

  /** Makes a company of this identifier under a record id above the one given, and answers its id. */
  addElsewhere(to: SystemName, identifier: string, above: number): number {
    const { companies } = this.all[to];
    const filler = () => companies.add({ identifier: `${identifier}-${companies.count}`, name: 'Filler' });
    let company = filler();
    while (company.id <= above) company = filler();
    return companies.reidentify(company.id, identifier).id;
  }

  /** Gives the record of this id the identifier; it is made if there is none. */
  setRecord(to: SystemName, identifier: string, id: number): void {
    const { companies } = this.all[to];
    while (!companies.get(id)) companies.add({ identifier: `${identifier}-${companies.count}`, name: 'Filler' });
    companies.reidentify(id, identifier);
  }

  /** What a system was asked, as path and conditions. */
  askedAt(system: SystemName): string[] {
    return this.all[system].journal.entries.map(({ path, conditions }) => `${path} ${conditions ?? ''}`);
  }
}
