import { BulkErrorPolicy, type BulkOutcome, nothingWritten } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId, MappingId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import type { LookUpCompanies, VerifiedRecords } from '../companies/look-up-companies.js';
import type { IntegrationService } from '../integration/integration.service.js';
import {
  disabling,
  type Enabling,
  FIELD,
  finishEnabling,
  notFound,
  type RefusedMapping,
  refusal,
  repeated,
  startEnabling,
} from './enable-rules.js';
import type { Mapping } from './mapping.js';
import type { MappingRepository } from './mapping.repository.js';
import { requireEnabledIntegration } from './mapping-rules.js';
import { toReference } from './verify-mapping.js';
import type { WriteMany } from './write-many.js';
import type { MappingWrite } from './write-rules.js';

interface Deps {
  readonly mappings: MappingRepository;
  readonly lookup: LookUpCompanies;
  readonly writing: WriteMany;
  readonly integration: IntegrationService;
  readonly clock: Clock;
}

type Named = { readonly kind: 'mapping'; readonly mapping: Mapping } | RefusedMapping;
type Planned = { readonly kind: 'write'; readonly write: MappingWrite } | RefusedMapping;

export interface EnableOptions {
  readonly allowInactive: boolean;
  readonly onError: BulkErrorPolicy;
  readonly ask: AskCompanies;
}

/** Turns many mappings on or off at once; one result for each id, in order. */
export class EnableMany {
  constructor(private readonly deps: Deps) {}

  /**
   * Each is verified first, unless that was done in the last ten minutes.
   * @throws Failure LIMIT_EXCEEDED, NOT_CONFIGURED, INTEGRATION_DISABLED
   */
  async enable(caller: Caller, ids: readonly MappingId[], options: EnableOptions): Promise<BulkOutcome<Mapping>> {
    const named = await this.find(caller, ids);
    const instance = await this.deps.integration.instance(caller);
    requireEnabledIntegration(instance);
    const enabling = await this.look(caller, instance.id, { named, allowInactive: options.allowInactive });
    const answers = await this.verify(caller, { instanceId: instance.id, enabling }, options.ask);
    const at = { instanceId: instance.id, now: this.deps.clock.now() };
    const planned = enabling.map((one): Planned => {
      if (one.kind === 'refused') return one;
      const company = one.asks === undefined ? one.company : answers.found.get(one.asks);
      return company ? finishEnabling(one, company, at) : unanswered(answers);
    });
    return this.write(caller, { instanceId: instance.id, planned }, options.onError);
  }

  /** @throws Failure LIMIT_EXCEEDED, NOT_CONFIGURED */
  async disable(caller: Caller, ids: readonly MappingId[], onError: BulkErrorPolicy): Promise<BulkOutcome<Mapping>> {
    const named = await this.find(caller, ids);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const now = this.deps.clock.now();
    const planned = named.map(
      (one): Planned => (one.kind === 'refused' ? one : { kind: 'write', write: disabling(one.mapping, now) }),
    );
    return this.write(caller, { instanceId, planned }, onError);
  }

  private async find(caller: Caller, ids: readonly MappingId[]): Promise<Named[]> {
    if (ids.length > limits.bulkItems) {
      const message = `One call takes up to ${limits.bulkItems} mappings.`;
      throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: FIELD });
    }
    const mappings = await this.deps.mappings.find(caller.accountId, [...new Set(ids)]);
    const byId = new Map(mappings.map((mapping) => [mapping.id, mapping]));
    const seen = new Set<MappingId>();
    return ids.map((id) => {
      const mapping = byId.get(id);
      if (!mapping) return notFound();
      if (seen.has(id)) return repeated();
      seen.add(id);
      return { kind: 'mapping', mapping };
    });
  }

  private async look(
    caller: Caller,
    instanceId: InstanceId,
    { named, allowInactive }: { readonly named: readonly Named[]; readonly allowInactive: boolean },
  ): Promise<Enabling[]> {
    const mappings = named.flatMap((one) => (one.kind === 'mapping' ? one.mapping : []));
    const findings = await this.deps.lookup.lookUp(caller, instanceId, mappings.map(toReference));
    const byMapping = new Map(mappings.map((mapping, index) => [mapping, findings[index]]));
    return named.map((one) => {
      if (one.kind === 'refused') return one;
      const finding = byMapping.get(one.mapping) ?? { found: undefined, isVerified: false };
      return startEnabling(one.mapping, finding, allowInactive);
    });
  }

  private async verify(
    caller: Caller,
    { instanceId, enabling }: { readonly instanceId: InstanceId; readonly enabling: readonly Enabling[] },
    ask: AskCompanies,
  ): Promise<VerifiedRecords> {
    const asked = enabling.flatMap((one) => (one.kind === 'ready' ? (one.asks ?? []) : []));
    const recordIds = [...new Set(asked)];
    return this.deps.lookup.verify(caller, { instanceId, recordIds }, ask);
  }

  private async write(
    caller: Caller,
    { instanceId, planned }: { readonly instanceId: InstanceId; readonly planned: readonly Planned[] },
    onError: BulkErrorPolicy,
  ): Promise<BulkOutcome<Mapping>> {
    const isWhole = onError === BulkErrorPolicy.REJECT_ALL;
    const isStopped = isWhole && planned.some(({ kind }) => kind === 'refused');
    const writes = isStopped ? [] : planned.flatMap((one) => (one.kind === 'write' ? one.write : []));
    const written = await this.deps.writing.write(caller, { instanceId, writes }, onError);
    const byWrite = new Map(writes.map((write, index) => [write, written[index]]));
    const results = planned.map((one) =>
      one.kind === 'refused' ? { problems: [one.problem] } : (byWrite.get(one.write) ?? { problems: [] }),
    );
    const refused = results.filter(({ problems }) => problems.length > 0).length;
    return { results, problems: isWhole && refused > 0 ? [nothingWritten(refused)] : [] };
  }
}

function unanswered({ problem }: VerifiedRecords): RefusedMapping {
  if (!problem) throw new Error('A record id was neither answered nor refused.');
  return refusal(problem);
}
