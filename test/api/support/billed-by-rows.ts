import { parseGlobalId } from '../../../src/graphql/node.js';
import { type BillingLineId, type BillingPlanId, newId } from '../../../src/shared/ids.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { given } from './calls.js';
import { metered } from './usage.js';

/** What a run has brought to one addition, and what each user adds to it; what takes back has no users. */
export interface Brought {
  readonly agreementId: number;
  readonly catalogItemId: number;
  readonly additionId: number;
  readonly quantity: string;
  readonly users: readonly { readonly user: SeedUser; readonly quantity: string | null }[];
  readonly state?: string;
}

/** An account whose ConnectWise is the sandbox, and a product whose usage was billed: by rows, without any run. */
export class BilledByRows {
  private constructor(
    readonly test: TestApp,
    readonly account: SeedAccount,
    private readonly parts: { readonly instanceId: string; readonly productId: string; readonly user: SeedUser },
  ) {}

  static async open(test: TestApp): Promise<BilledByRows> {
    const { account, user } = await metered(test);
    await account.integration();
    const { id: instanceId } = await test.app.services.integration.instance(account.caller);
    const { items } = await test.app.services.products.page(account.caller, { first: 1 });
    return new BilledByRows(test, account, { instanceId, user, productId: given(items[0]).item.id });
  }

  get user(): SeedUser {
    return this.parts.user;
  }

  /** Plans begin in the order of calls. */
  async bring(...lines: readonly Brought[]): Promise<BillingPlanId> {
    const { id: accountId } = this.account;
    const { instanceId, productId } = this.parts;
    const planId = newId<BillingPlanId>();
    const period = { periodFrom: new Date('2026-01-01'), periodTo: new Date('2026-01-31') };
    await this.test.database.write(accountId, async (tx) => {
      const plan = { kind: 'ON_DEMAND', status: 'DONE', settings: {}, actorKind: 'SYSTEM', actorName: 'test' } as const;
      await tx.billingPlan.create({ data: { accountId, id: planId, instanceId, ...plan } });
      for (const { quantity, state = 'APPLIED', users, ...place } of lines) {
        const lineId = newId<BillingLineId>();
        const written = { write: 'UPDATE', action: 'UPDATE', beforeQuantity: '1', afterQuantity: quantity, state };
        await tx.billingLine.create({ data: { accountId, id: lineId, planId, companyId: 1, ...place, ...written } });
        const shares = users.map((share) => ({
          ...{ accountId, planId, lineId, productId, ...period, periodRule: 'LAST', daysTold: 31, rule: {} },
          ...{ userId: given(parseGlobalId(share.user.id)).id, quantity: share.quantity },
        }));
        await tx.billingShare.createMany({ data: shares });
      }
    });
    return planId;
  }
}
