import type { Addition } from '../../connectwise/addition.js';
import { allOf } from '../../connectwise/all-of.js';
import { splitIn } from '../../connectwise/conditions.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import { type AgreementFacts, agreementFacts } from './agreement-choice.js';

/** So many pages of agreements are read at a time. */
const PAGES = 5;
/** Additions of so many agreements are asked for at once. */
const AT_ONCE = 4;
const PAGE = 1_000;

/** What is asked in the background for one plan. */
export interface Asking {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Numbers of another ConnectWise would mean nothing. */
  readonly instanceId: InstanceId;
}

export interface AgreementPages {
  readonly agreements: readonly AgreementFacts[];
  readonly calls: number;
  /** Where to go on; undefined behind the last page. */
  readonly next: number | undefined;
}

/** Reads agreements and their additions, each page and each agreement once. */
export class ReadBilling {
  constructor(private readonly backgroundWork: BackgroundWork) {}

  /** The next agreements behind a record id, of these companies. */
  async agreements(asking: Asking, after: number, companyIds: readonly number[]): Promise<AgreementPages> {
    // More companies than an URL takes are found with fewer calls among all agreements.
    const [first, ...more] = splitIn('company/id', companyIds);
    const conditions = more.length === 0 ? first : undefined;
    const wanted = new Set(companyIds);
    return this.ask(asking, async ({ agreements }) => {
      const found: AgreementFacts[] = [];
      let last = after;
      for (let calls = 1; ; calls += 1) {
        const page = await agreements.page({ conditions, after: last });
        const facts = page.items.flatMap((agreement) => agreementFacts(agreement) ?? []);
        found.push(...facts.filter(({ companyId }) => wanted.has(companyId)));
        last = page.items.at(-1)?.id ?? last;
        const isOver = !page.isFull || !page.hasNext;
        if (isOver || calls === PAGES) return { agreements: found, calls, next: isOver ? undefined : last };
      }
    });
  }

  /** All additions of each of these agreements. */
  async additions(
    asking: Asking,
    agreementIds: readonly number[],
  ): Promise<{ readonly byAgreement: ReadonlyMap<number, readonly Addition[]>; readonly calls: number }> {
    const byAgreement = new Map<number, readonly Addition[]>();
    if (agreementIds.length === 0) return { byAgreement, calls: 0 };
    await this.ask(asking, async ({ additions }) => {
      const left = [...agreementIds];
      const readOn = async () => {
        for (let id = left.shift(); id !== undefined; id = left.shift()) {
          byAgreement.set(id, await allOf(additions.list(id)));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, readOn)).finally(() => left.splice(0));
    });
    const calls = [...byAgreement.values()].reduce((sum, list) => sum + Math.max(1, Math.ceil(list.length / PAGE)), 0);
    return { byAgreement, calls };
  }

  private ask<Answer>(
    { caller, signal, instanceId }: Asking,
    question: (session: ConnectWiseSession) => Promise<Answer>,
  ): Promise<Answer> {
    const piece = { work: OutgoingWork.BILLING, capability: 'READ_AGREEMENTS', signal } as const;
    return this.backgroundWork.run(caller, piece, async (session, at) => {
      if (at !== instanceId) throw movedAway();
      return question(session);
    });
  }
}

/** What was planned for one ConnectWise must not be looked up in another. */
export function movedAway(): Failure {
  const message = 'The account moved to another ConnectWise meanwhile. Start a new run.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
