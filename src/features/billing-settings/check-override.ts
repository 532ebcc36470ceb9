import type { Caller } from '../../shared/caller.js';
import { FailureCode, ProblemList } from '../../shared/failure.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { ProductService } from '../usage/product.service.js';
import { checkAgreements, checkRecords, checkRules, fieldOf, idsOf } from './check-rules.js';
import { recordsOf } from './rule.js';
import type { OverrideDraft } from './settings.js';

interface Deps {
  readonly products: ProductService;
  readonly mappings: MappingService;
  readonly integration: IntegrationService;
}

/** Looks whether what is to be billed otherwise for a user can be. */
export class CheckOverride {
  constructor(private readonly deps: Deps) {}

  /** The records that the rules name are asked for only while the integration is on. */
  async check(
    caller: Caller,
    { userId, billingDay, rules }: Omit<OverrideDraft, 'expectedVersion'>,
    isOn: boolean,
  ): Promise<void> {
    const { products, integration } = this.deps;
    const problems = new ProblemList();
    if (billingDay !== null && (billingDay < 1 || billingDay > 31)) problems.add('billingDay', 'This takes 1 to 31.');
    const found = await products.find(
      caller,
      rules.map(({ productId }) => productId),
    );
    checkRules(rules, new Set(found.map(({ id }) => id)), problems);
    const companyId = await this.companyOf(caller, { userId, rules }, problems);
    problems.throwIfAny();
    if (!isOn || rules.flatMap(recordsOf).length === 0) return;
    await integration.ask(caller, async (session) => {
      await checkRecords(session, rules, problems);
      if (companyId !== undefined) await checkAgreements(session, { companyId, rules }, problems);
    });
    problems.throwIfAny();
  }

  /** Whose agreements the rules name; undefined when they name none. */
  private async companyOf(
    caller: Caller,
    { userId, rules }: Pick<OverrideDraft, 'userId' | 'rules'>,
    problems: ProblemList,
  ): Promise<number | undefined> {
    if (idsOf(rules, 'agreementId').length === 0) return undefined;
    const [mapping] = await this.deps.mappings.findByUsers(caller, [userId]);
    if (mapping?.connectWiseId !== undefined) return mapping.connectWiseId;
    const at = rules.findIndex(({ agreementId }) => typeof agreementId === 'number');
    const message = 'Map the user first: an agreement is one of its company.';
    problems.add(fieldOf(at, 'agreementId'), message, FailureCode.USER_NOT_MAPPED);
    return undefined;
  }
}
