import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { MappingId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { CompanyWatch, NoticedChange } from '../companies/company-watch.js';
import type { NewEvent } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { Mapping } from '../mappings/mapping.js';
import type { MappingBatch } from '../mappings/mapping-batch.js';
import type { DriftNews } from './drift.js';
import type { CompanyNow } from './drift-findings.js';
import { compare, type Verdict } from './drift-rules.js';
import type { DriftWatchRepository, MirroredCompany } from './drift-watch.repository.js';
import { likelySurvivor } from './survivor.js';

interface Deps {
  readonly mappings: MappingBatch;
  readonly rows: DriftWatchRepository;
  readonly events: EventService;
  readonly clock: Clock;
}

/** Changes of companies, and what was found out beside the mirror. */
export interface NoticedFacts extends NoticedChange {
  /**
   * Given when ConnectWise was asked where the people of companies went that are gone: the record id of the company
   * they belong to now, by that of the company that is gone.
   */
  readonly heirs?: ReadonlyMap<number, number>;
}

type MappedCompany = Mapping & { readonly connectWiseId: number };

/**
 * Compares mappings with the mirror, in the transaction that changed it: what a mapping last saw is the memory. The
 * number of statements is the same for one mapping and for thousands.
 */
export class DriftWatch implements CompanyWatch {
  constructor(private readonly deps: Deps) {}

  async noticed(tx: WriteTransaction, caller: Caller, facts: NoticedFacts): Promise<void> {
    const mappings = (await this.deps.mappings.lockByCompanies(tx, caller, facts)).filter(isMapped);
    if (mappings.length > 0) await this.write(tx, caller, await this.judge(tx, caller, { ...facts, mappings }));
  }

  private async judge(
    tx: WriteTransaction,
    { accountId }: Caller,
    { instanceId, heirs, mappings }: NoticedFacts & { readonly mappings: readonly MappedCompany[] },
  ): Promise<{ before: Mapping; verdict: Verdict }[]> {
    const { rows, clock } = this.deps;
    const connectWiseIds = [...new Set(mappings.map((mapping) => mapping.connectWiseId))];
    const companies = byId(await rows.companies(tx, accountId, { instanceId, connectWiseIds }));
    const open = groupBy(await rows.open(tx, accountId, idsOf(mappings)), ({ mappingId }) => mappingId);
    const gone = [...companies.values()].filter(isGone).map(({ connectWiseId }) => connectWiseId);
    const asked = { instanceId, connectWiseIds: gone, heirs: heirs ?? new Map<number, number>() };
    const candidates = gone.length === 0 ? [] : await rows.candidates(tx, accountId, asked);
    const alike = groupBy(candidates, ({ goneId }) => goneId);
    const now = clock.now();
    return mappings.map((mapping) => {
      const company = companies.get(mapping.connectWiseId);
      const comparison = {
        ...{ mapping, company: toNow(company), open: open.get(mapping.id) ?? [], now },
        survivor: likelySurvivor(alike.get(mapping.connectWiseId) ?? []),
        isSurvivorAskable: !heirs && company?.defaultContactId !== undefined,
      };
      return { before: mapping, verdict: compare(comparison) };
    });
  }

  private async write(
    tx: WriteTransaction,
    caller: Caller,
    judged: readonly { before: Mapping; verdict: Verdict }[],
  ): Promise<void> {
    const { mappings, rows, events, clock } = this.deps;
    const { accountId } = caller;
    const changed = judged.filter(({ before, verdict }) => verdict.mapping !== before);
    const steps = changed.map(({ before, verdict }) => ({ before, after: verdict.mapping }));
    const standings = await mappings.write(tx, caller, { steps, action: AuditAction.MAPPING_DRIFTED });
    const drifts = judged.flatMap(({ verdict }) => verdict.opened);
    await rows.change(tx, accountId, judged.flatMap(({ verdict }) => verdict.changed));
    await rows.insert(tx, accountId, drifts, clock.now());
    const news = judged.flatMap(({ verdict }) => verdict.news).map(toEvent);
    await events.append(tx, accountId, ...news, ...standings);
    if (drifts.some((drift) => drift.isSurvivorAskable)) await wake(tx, accountId, WorkKind.MAPPING_VERIFICATION);
  }
}

function isMapped(mapping: Mapping): mapping is MappedCompany {
  return mapping.connectWiseId !== undefined;
}

function idsOf(mappings: readonly Mapping[]): MappingId[] {
  return mappings.map(({ id }) => id);
}

function byId(companies: readonly MirroredCompany[]): ReadonlyMap<number, MirroredCompany> {
  return new Map(companies.map((company) => [company.connectWiseId, company]));
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function isGone({ isDeleted, isMissing }: MirroredCompany): boolean {
  return isDeleted || isMissing;
}

/** What the mirror does not have was never seen, and was looked for just now. */
function toNow(company: MirroredCompany | undefined): CompanyNow {
  if (!company || company.isMissing) return { presence: 'MISSING' };
  return { presence: company.isDeleted ? 'DELETED' : 'LIVE', ...company };
}

function toEvent({ kind, mappingId, sourceId, connectWiseId, before, after, survivorId }: DriftNews): NewEvent {
  const facts = {
    connectWiseId,
    identifierBefore: before.identifier,
    identifier: after?.identifier ?? null,
    statusBefore: before.status ?? null,
    status: after?.status ?? null,
    survivorConnectWiseId: survivorId ?? null,
  };
  return { kind, subject: { kind: 'CompanyMapping', id: mappingId }, sourceId, facts };
}
