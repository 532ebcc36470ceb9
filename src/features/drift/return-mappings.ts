import type { Company } from '../../connectwise/company.js';
import { classifyCompanies } from '../../connectwise/company-match.js';
import { splitIn, splitInTexts } from '../../connectwise/conditions.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { InstanceId, MappingId } from '../../shared/ids.js';
import { isPrintable } from '../../shared/text.js';
import { AuditAction } from '../audit/audit.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import { describeMatch, describeRecord } from '../companies/describe-match.js';
import { type MirrorWriter, NOTHING_ABSENT } from '../companies/mirror-writer.js';
import type { EventService } from '../events/event.service.js';
import type { JobCounts } from '../jobs/job.js';
import { type Mapping, VerificationStatus } from '../mappings/mapping.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { MappingBatch, MappingStep } from '../mappings/mapping-batch.js';
import { seen, standingOn, toReference } from '../mappings/verify-mapping.js';
import { wakeMatching } from '../matching/wake-matching.js';
import { standings } from './verification.js';

interface Deps {
  readonly mappings: MappingService;
  readonly batch: MappingBatch;
  readonly writer: MirrorWriter;
  readonly events: EventService;
  readonly clock: Clock;
}

export interface OthersAnswer {
  readonly byIdentifier: readonly Company[];
  readonly byRecord: ReadonlyMap<number, Company>;
  readonly calls: number;
}

/**
 * Mappings that cannot be looked up by a record id of this instance: those that were never verified, and those that
 * came from another instance. What they have to show is decided where a single one is verified.
 */
export class ReturnMappings {
  constructor(private readonly deps: Deps) {}

  wanted(caller: Caller, ids: readonly MappingId[]): Promise<Mapping[]> {
    return this.deps.mappings.find(caller, ids);
  }

  async ask({ companies }: ConnectWiseSession, wanted: readonly Mapping[]): Promise<OthersAnswer> {
    const references = wanted.map(toReference);
    const records = references.flatMap((asked) => (asked.kind === 'record' ? [asked.connectWiseId] : []));
    const texts = references.flatMap((asked) => (asked.kind === 'identifier' ? [asked.identifier] : []));
    const askable = texts.filter(isPrintable);
    const byRecord = new Map((await companies.findByIds(records)).map((company) => [company.id, company]));
    const byIdentifier = await companies.findByIdentifiers(askable);
    const calls = splitIn('id', records).length + splitInTexts('identifier', askable).length;
    return { byIdentifier, byRecord, calls };
  }

  /** Leaves alone what changed since it was read; whoever would take another user's company stays as it was, too. */
  async write(
    tx: WriteTransaction,
    caller: Caller,
    { instanceId, wanted, answer }: { instanceId: InstanceId; wanted: readonly Mapping[]; answer: OthersAnswer },
  ): Promise<JobCounts> {
    const { batch, writer, events } = this.deps;
    const { byIdentifier, byRecord } = answer;
    const companies = [...byRecord.values(), ...byIdentifier];
    const { touched } = await writer.store(tx, caller.accountId, { instanceId, companies, absent: NOTHING_ABSENT });
    const versions = new Map(wanted.map(({ id, version }) => [id, version]));
    const locked = await batch.lock(tx, caller, [...versions.keys()]);
    const same = locked.filter(({ id, version }) => versions.get(id) === version);
    const all = same.map((before) => this.step(before, answer, instanceId));
    const steps = await batch.withoutRivals(tx, caller, { steps: all, instanceId });
    const told = await batch.write(tx, caller, { steps, action: AuditAction.MAPPING_VERIFIED });
    await events.append(tx, caller.accountId, ...told);
    if (touched.length > 0 || told.length > 0) await wakeMatching(tx, caller);
    return { ...standings(steps.map(({ after }) => after.verification)), REJECTED: all.length - steps.length };
  }

  private step(before: Mapping, answer: OthersAnswer, instanceId: InstanceId): MappingStep {
    const found = this.findingOf(before, answer);
    const standing = standingOn(before, found);
    const isBack = standing.verification === VerificationStatus.VERIFIED;
    const after = { ...before, ...standing, ...(isBack && { ...seen(found), instanceId, returnsBy: undefined }) };
    return { before, after };
  }

  private findingOf(mapping: Mapping, { byIdentifier, byRecord }: OthersAnswer): CompanyVerification {
    const asked = toReference(mapping);
    const now = this.deps.clock.now();
    return asked.kind === 'record'
      ? describeRecord(byRecord.get(asked.connectWiseId), asked.connectWiseId, now)
      : describeMatch(classifyCompanies(byIdentifier, asked.identifier), asked.identifier, now);
  }
}
