import type { Caller } from '../../shared/caller.js';
import type { FrozenSettings } from '../billing-settings/frozen.js';
import type { GatherUsage } from './gather-usage.js';
import type { LineDraft } from './line-draft.js';
import { planAddition } from './plan-addition.js';
import { type CompanyPlan, planCompany } from './plan-company.js';
import { isBillable } from './plan-others.js';
import type { PlanInHand, PlannedUser, PlanWorkRepository } from './plan-work.repository.js';
import type { ReadBilling } from './read-billing.js';

interface Deps {
  readonly rows: PlanWorkRepository;
  readonly gather: GatherUsage;
  readonly reading: ReadBilling;
}

export interface Making {
  readonly plan: PlanInHand;
  readonly settings: FrozenSettings;
  readonly signal: AbortSignal;
}

export interface PlannedCompanies {
  readonly lines: readonly LineDraft[];
  readonly calls: number;
  /** The last company that was planned; undefined when none is left. */
  readonly last: number | undefined;
  /** How many users whom the run is for they have. */
  readonly users: number;
}

/** Companies that are looked at together, and agreements that a part of the work reads the additions of. */
const COMPANIES = 50;
const READS = 50;

/** Plans the next few companies: what their users come to against what their agreements have. */
export class PlanCompanies {
  constructor(private readonly deps: Deps) {}

  async after(caller: Caller, making: Making, after: number): Promise<PlannedCompanies> {
    const { rows, reading } = this.deps;
    const { plan, signal } = making;
    const companyIds = await rows.companies(caller.accountId, plan, { after, most: COMPANIES });
    const found = await rows.usersOf(caller.accountId, plan, companyIds);
    const users = found.filter((user) => isBillable(user, plan));
    const companies = takeFew(await this.plan(caller, making, { companyIds, users }));
    const agreementIds = [...agreementsOf(companies)];
    const asking = { caller, signal, instanceId: plan.instanceId };
    const { byAgreement, calls } = await reading.additions(asking, agreementIds);
    const lines = companies.flatMap(({ wanted, lines: known }) => [
      ...wanted.map((one) => planAddition(one, byAgreement.get(one.agreement.id) ?? [], plan.period)),
      ...known,
    ]);
    const taken = new Set(companies.map(({ companyId }) => companyId));
    const done = users.filter(({ hasTurn, mapping }) => hasTurn && taken.has(mapping?.connectWiseId ?? 0)).length;
    return { lines, calls, last: companies.at(-1)?.companyId, users: done };
  }

  private async plan(
    caller: Caller,
    { plan, settings }: Making,
    { companyIds, users }: { readonly companyIds: readonly number[]; readonly users: readonly PlannedUser[] },
  ): Promise<Company[]> {
    const { rows, gather } = this.deps;
    const [contributions, agreements] = await Promise.all([
      gather.of(caller, { plan, settings }, users),
      rows.agreements(caller.accountId, plan.id, companyIds),
    ]);
    return companyIds.map((companyId) => {
      const own = users.filter(({ mapping }) => mapping?.connectWiseId === companyId);
      const facts = {
        contributions: own.flatMap(({ id }) => contributions.get(id) ?? []),
        agreements: agreements.filter((agreement) => agreement.companyId === companyId),
      };
      const { oneTimeCycleIds } = settings;
      return { companyId, ...planCompany({ companyId, ...facts, period: plan.period, oneTimeCycleIds }) };
    });
  }
}

type Company = CompanyPlan & { readonly companyId: number };

/** As many of the companies as can be read in a part; one at least. */
function takeFew(companies: readonly Company[]): Company[] {
  let reads = 0;
  const most = companies.findIndex((company, index) => {
    reads += agreementsOf([company]).size;
    return index > 0 && reads > READS;
  });
  return most < 0 ? [...companies] : companies.slice(0, most);
}

function agreementsOf(companies: readonly Company[]): ReadonlySet<number> {
  return new Set(companies.flatMap(({ wanted }) => wanted.map(({ agreement }) => agreement.id)));
}
