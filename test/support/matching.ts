import type { Company } from '../../src/connectwise/company.js';
import type { Database } from '../../src/database/database.js';
import { MirrorRepository } from '../../src/features/companies/mirror.repository.js';
import { MirrorWriter, NOTHING_ABSENT } from '../../src/features/companies/mirror-writer.js';
import type { AccountId, InstanceId } from '../../src/shared/ids.js';

/** A company of which only the names count. */
export interface NamedCompany {
  readonly identifier: string;
  readonly name: string;
  readonly website?: string;
  readonly state?: 'active' | 'inactive' | 'deleted';
}

/** Puts companies into the copy of an account as a sync would, numbered from the first id on. */
export async function mirrorCompanies(
  database: Database,
  { accountId, instanceId }: { accountId: AccountId; instanceId: InstanceId },
  companies: readonly NamedCompany[],
  firstId = 1_000_000,
): Promise<void> {
  const writer = new MirrorWriter(new MirrorRepository());
  for (let start = 0; start < companies.length; start += 1_000) {
    const slice = companies
      .slice(start, start + 1_000)
      .map((company, index) => asCompany(company, firstId + start + index));
    await database.write(accountId, (tx) =>
      writer.store(tx, accountId, { instanceId, companies: slice, absent: NOTHING_ABSENT }),
    );
  }
  await database.write(accountId, (tx) =>
    tx.companyMirror.upsert({
      where: { accountId_instanceId: { accountId, instanceId } },
      create: { accountId, instanceId, syncedAt: new Date() },
      update: { syncedAt: new Date() },
    }),
  );
}

function asCompany({ identifier, name, website, state = 'active' }: NamedCompany, id: number): Company {
  return {
    id,
    identifier,
    name,
    status: { id: 1, name: 'Active' },
    isInactive: state === 'inactive',
    types: [],
    isDeleted: state === 'deleted',
    lastUpdated: new Date('2026-01-01T00:00:00Z'),
    website: website || null,
    phoneNumber: null,
    address: { lines: [], city: null, state: null, zip: null, country: null },
  };
}
