import type { Caller } from '../../shared/caller.js';
import { FailureCode } from '../../shared/failure.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { CompanyReference, CompanyService } from './company.service.js';
import type { CompanyMirrorRepository } from './company-mirror.repository.js';
import type { CompanyVerification } from './company-verification.js';
import { CompanyState, type MirroredCompany, stateOf } from './directory.js';
import type { DirectoryRepository } from './directory.repository.js';

/** Whether a company is in the list, and if not, why. */
export const ListingReason = {
  LISTED: 'LISTED',
  INACTIVE: 'INACTIVE',
  DELETED: 'DELETED',
  NOT_YET_SYNCED: 'NOT_YET_SYNCED',
  NOT_IN_CONNECTWISE: 'NOT_IN_CONNECTWISE',
  NOT_VISIBLE: 'NOT_VISIBLE',
  UNKNOWN: 'UNKNOWN',
} as const;
export type ListingReason = (typeof ListingReason)[keyof typeof ListingReason];

export interface CompanyListing {
  readonly reason: ListingReason;
  readonly message: string;
  /** As it is in the mirror; absent when it is not. */
  readonly company: MirroredCompany | undefined;
  /** When the mirror was last brought up to date. */
  readonly syncedAt: Date | undefined;
}

interface Deps {
  readonly integration: IntegrationService;
  readonly companies: CompanyService;
  readonly mirrors: CompanyMirrorRepository;
  readonly directory: DirectoryRepository;
}

/** Tells why a company is not in the list: from the mirror, and only when that cannot tell by asking ConnectWise once. */
export class CompanyListings {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_CONFIGURED, INVALID; and what stands in the way of asking on our side, such as INTEGRATION_DISABLED */
  async explain(caller: Caller, reference: CompanyReference): Promise<CompanyListing> {
    const { integration, companies, mirrors } = this.deps;
    const asked = companies.check(reference);
    const { id: instanceId } = await integration.instance(caller);
    const syncedAt = (await mirrors.find(caller.accountId, instanceId))?.syncedAt;
    const [company] = (await this.mirrored(caller, instanceId, asked)).sort((a, b) => rank(a) - rank(b));
    if (company) return { ...inMirror(company), company, syncedAt };
    return { ...fromConnectWise(await companies.verify(caller, asked)), company: undefined, syncedAt };
  }

  private mirrored(
    { accountId }: Caller,
    ...[instanceId, asked]: [Parameters<DirectoryRepository['findByRecordId']>[1], CompanyReference]
  ): Promise<MirroredCompany[]> {
    const { directory } = this.deps;
    // A name is no way to ask for a listing: ConnectWise is asked right away.
    if (asked.kind === 'name') return Promise.resolve([]);
    return asked.kind === 'record'
      ? directory.findByRecordId(accountId, instanceId, asked.connectWiseId)
      : directory.findByText(accountId, instanceId, asked);
  }
}

const ORDER: readonly CompanyState[] = [
  CompanyState.ACTIVE,
  CompanyState.INACTIVE,
  CompanyState.MISSING,
  CompanyState.DELETED,
];

function rank(company: MirroredCompany): number {
  return ORDER.indexOf(stateOf(company));
}

type Told = Pick<CompanyListing, 'reason' | 'message'>;

function inMirror(company: MirroredCompany): Told {
  const { name, status, types, connectWiseId } = company;
  const kinds = types.length > 0 ? `types ${types.join(', ')}` : 'no types';
  switch (stateOf(company)) {
    case CompanyState.MISSING: {
      const message = `"${name}" (record id ${connectWiseId}) is not shown by ConnectWise any more: it was merged into another company, or the API member's role or location does not show it.`;
      return { reason: ListingReason.NOT_VISIBLE, message };
    }
    case CompanyState.DELETED: {
      const message = `"${name}" was deleted in ConnectWise. The list shows it when it is asked for the state DELETED.`;
      return { reason: ListingReason.DELETED, message };
    }
    case CompanyState.INACTIVE: {
      const message = `"${name}" has the status "${status ?? 'Inactive'}" and ${kinds}. A list of active companies leaves it out.`;
      return { reason: ListingReason.INACTIVE, message };
    }
    case CompanyState.ACTIVE: {
      const message = `"${name}" is listed, with the status "${status ?? 'none'}" and ${kinds}. A filter for others leaves it out.`;
      return { reason: ListingReason.LISTED, message };
    }
  }
}

function fromConnectWise({ outcome, cause, message }: CompanyVerification): Told {
  if (outcome === 'NOT_FOUND') return { reason: ListingReason.NOT_IN_CONNECTWISE, message };
  if (outcome !== 'UNCHECKED') {
    const words = `${message} It has not been synced yet; the next sync brings it.`;
    return { reason: ListingReason.NOT_YET_SYNCED, message: words };
  }
  const isDenied = cause === FailureCode.CONNECTWISE_DENIED;
  return { reason: isDenied ? ListingReason.NOT_VISIBLE : ListingReason.UNKNOWN, message };
}
