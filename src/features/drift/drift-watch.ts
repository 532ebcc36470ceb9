import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { InstanceId, MappingId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { CompanyWatch, NoticedChange } from '../companies/company-watch.js';
import type { NewEvent } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { Mapping } from '../mappings/mapping.js';
import type { MappingBatch } from '../mappings/mapping-batch.js';
import type { MappingWatch, VerifiedMapping } from '../mappings/mapping-watch.js';
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

/** What a batch of mappings is compared with. */
interface Look {
  readonly instanceId: InstanceId;
  readonly mappings: readonly MappedCompany[];
  readonly heirs?: ReadonlyMap<number, number> | undefined;
  /** Newer than the mirror. */
  readonly found?: CompanyNow;
}

interface Judged {
  readonly before: Mapping;
  readonly verdict: Verdict;
}

/**
 * Compares mappings with the mirror, in the transaction that changed it: what a mapping last saw is the memory. The
 * number of statements is the same for one mapping and for thousands.
 */
export class DriftWatch implements CompanyWatch, MappingWatch {
  constructor(private readonly deps: Deps) {}

  async noticed(tx: WriteTransaction, caller: Caller, { instanceId, heirs, ...facts }: NoticedFacts): Promise<void> {
    const locked = await this.deps.mappings.lockByCompanies(tx, caller, { instanceId, ...facts });
    const mappings = locked.filter(isMapped);
    if (mappings.length === 0) return;
    const judged = await this.judge(tx, caller, { instanceId, mappings, heirs });
    const changed = judged.filter(({ before, verdict }) => verdict.mapping !== before);
    const steps = changed.map(({ before, verdict }) => ({ before, after: verdict.mapping }));
    const standings = await this.deps.mappings.write(tx, caller, { steps, action: AuditAction.MAPPING_DRIFTED });
    await this.write(tx, caller, { judged, told: standings });
  }

  /** The mapping itself was changed by whoever verified it. */
  async verified(tx: WriteTransaction, caller: Caller, { mapping, found, told }: VerifiedMapping): Promise<void> {
    const now = toFound(found);
    if (!now || !isMapped(mapping)) return this.deps.events.append(tx, caller.accountId, ...told);
    const { instanceId } = mapping;
    const judged = await this.judge(tx, caller, { instanceId, mappings: [mapping], found: now });
    await this.write(tx, caller, { judged, told });
  }

  private async judge(
    tx: WriteTransaction,
    { accountId }: Caller,
    { instanceId, mappings, heirs, found }: Look,
  ): Promise<Judged[]> {
    const { rows, clock } = this.deps;
    const connectWiseIds = [...new Set(mappings.map((mapping) => mapping.connectWiseId))];
    const mirror = byId(await rows.companies(tx, accountId, { instanceId, connectWiseIds }));
    const nowOf = (id: number) => found ?? toNow(mirror.get(id));
    const open = groupBy(await rows.open(tx, accountId, idsOf(mappings)), ({ mappingId }) => mappingId);
    const gone = connectWiseIds.filter((id) => nowOf(id).presence !== 'LIVE');
    const asked = { instanceId, connectWiseIds: gone, heirs: heirs ?? new Map<number, number>() };
    const candidates = gone.length === 0 ? [] : await rows.candidates(tx, accountId, asked);
    const alike = groupBy(candidates, ({ goneId }) => goneId);
    const now = clock.now();
    return mappings.map((mapping) => {
      const { connectWiseId } = mapping;
      const comparison = {
        ...{ mapping, company: nowOf(connectWiseId), open: open.get(mapping.id) ?? [], now },
        survivor: likelySurvivor(alike.get(connectWiseId) ?? []),
        isSurvivorAskable: !heirs && mirror.get(connectWiseId)?.defaultContactId !== undefined,
      };
      return { before: mapping, verdict: compare(comparison) };
    });
  }

  private async write(
    tx: WriteTransaction,
    { accountId }: Caller,
    { judged, told }: { judged: readonly Judged[]; told: readonly NewEvent[] },
  ): Promise<void> {
    const { rows, events, clock } = this.deps;
    const verdicts = judged.map(({ verdict }) => verdict);
    const opened = verdicts.flatMap((verdict) => verdict.opened);
    // What is closed first makes room for what opens.
    await rows.change(
      tx,
      accountId,
      verdicts.flatMap((verdict) => verdict.changed),
    );
    await rows.insert(tx, accountId, { drifts: opened, now: clock.now() });
    const news = verdicts.flatMap((verdict) => verdict.news).map(toEvent);
    await events.append(tx, accountId, ...news, ...told);
    if (opened.some((drift) => drift.isSurvivorAskable)) await wake(tx, accountId, WorkKind.MAPPING_VERIFICATION);
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

/** What the mirror does not have was never seen, and was looked for just now. */
function toNow(company: MirroredCompany | undefined): CompanyNow {
  if (!company || company.isMissing) return { presence: 'MISSING' };
  return { presence: company.isDeleted ? 'DELETED' : 'LIVE', ...company };
}

/** Undefined when ConnectWise said nothing of this one company. */
function toFound({ outcome, company }: CompanyVerification): CompanyNow | undefined {
  if (outcome === 'NOT_FOUND') return { presence: 'MISSING' };
  if (!company) return undefined;
  if (outcome === 'DELETED') return { presence: 'DELETED', ...company };
  return { presence: 'LIVE', isInactive: outcome === 'INACTIVE', ...company };
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
