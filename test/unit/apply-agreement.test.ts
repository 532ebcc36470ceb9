import { afterEach, expect, it, jest } from '@jest/globals';
import type { Addition } from '../../src/connectwise/addition.js';
import { ApplyAgreement } from '../../src/features/billing-apply/apply-agreement.js';
import type { ApplyRun } from '../../src/features/billing-apply/apply-run.js';
import type { LineToWrite } from '../../src/features/billing-apply/line-to-write.js';
import type { BillingLineId } from '../../src/shared/ids.js';

type Deps = ConstructorParameters<typeof ApplyAgreement>[0];

afterEach(() => {
  jest.restoreAllMocks();
});

/** Has lines of one agreement written by a ConnectWise that takes its time; answers what became of which. */
async function apply(count: number, takes: { readonly read: number; readonly record: number }) {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const recorded: string[] = [];
  const lines = Array.from({ length: count }, (_, at) => line(at + 1));
  const additions = lines.map(({ additionId, before }) => ({
    ...{ id: additionId, product: { id: 1, name: 'Mail' }, cancelledOn: null },
    ...{ quantity: before?.quantity, effectiveOn: before?.effectiveOn ?? null },
  }));
  const session = {
    additions: {
      async *list() {
        now += takes.read;
        yield* additions;
      },
      async change(_agreement: number, id: number) {
        const addition = additions.find((one) => one.id === id);
        return { ...addition, quantity: '20' } as Addition;
      },
    },
  };
  const deps = {
    backgroundWork: { run: (_caller: object, _piece: object, ask: (of: object) => unknown) => ask(session) },
    outcomes: { intend: async () => true },
    contributors: { problemOf: async () => undefined },
    record: {
      async record(_run: ApplyRun, { id }: LineToWrite, { state }: { readonly state: string }) {
        now += takes.record;
        recorded.push(`${id} ${state}`);
      },
    },
    withdrawing: {},
  } as unknown as Deps;
  const run = { job: {}, signal: new AbortController().signal, write: (work: () => unknown) => work() };
  await new ApplyAgreement(deps).apply({ caller: {}, run, plan: {} } as unknown as ApplyRun, lines);
  return recorded;
}

function line(number: number): LineToWrite {
  return {
    ...{ id: `${number}` as BillingLineId, companyId: 1, agreementId: 1, catalogItemId: 1, additionId: number },
    ...{ write: 'UPDATE', billCustomer: 'BILLABLE', state: 'APPROVED', seenIds: [], userIds: [] },
    before: { quantity: '10', effectiveOn: undefined, cancelledOn: undefined },
    after: { quantity: '20', effectiveOn: undefined, cancelledOn: undefined },
  };
}

it('B8: lines are written however long reading the additions took', async () => {
  expect(await apply(3, { read: 9_000, record: 100 })).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED']);
});

it('B8: each read has at least one line written, and none is begun long after it', async () => {
  expect(await apply(3, { read: 100, record: 9_000 })).toEqual(['1 APPLIED']);
});
