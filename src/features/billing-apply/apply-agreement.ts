import type { Addition } from '../../connectwise/addition.js';
import { allOf } from '../../connectwise/all-of.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { PutOff } from '../../shared/put-off.js';
import { LineState } from '../billing-plans/line.js';
import type { BackgroundWork, Question } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import { requireInstance } from '../integration/require-instance.js';
import { isSurelyNotDone, latestSend } from '../integration/written-once.js';
import type { ApplyRun } from './apply-run.js';
import type { CheckContributors } from './check-contributors.js';
import { type Difference, differenceOf, verdictOf } from './compare-line.js';
import type { LineOutcome } from './line-outcome.js';
import type { LineOutcomeRepository } from './line-outcome.repository.js';
import type { LineToWrite } from './line-to-write.js';
import type { RecordOutcome } from './record-outcome.js';
import type { WithdrawLines } from './withdraw-lines.js';
import { outcomeOf, writeAddition } from './write-addition.js';

interface Deps {
  readonly backgroundWork: BackgroundWork;
  readonly outcomes: LineOutcomeRepository;
  readonly record: RecordOutcome;
  readonly contributors: CheckContributors;
  readonly withdrawing: WithdrawLines;
}

/** No line but the first is begun later than this after the additions were read. */
const MOST_MS = 8_000;

/**
 * Writes the lines of one agreement. Its additions are read once; what is not as the plan saw it is left alone. Each
 * line is written at most once: what is intended is stored before, and what became of it after.
 */
export class ApplyAgreement {
  constructor(private readonly deps: Deps) {}

  /** @throws PutOff while nothing may go out; then every line waits as before */
  async apply(apply: ApplyRun, lines: readonly LineToWrite[]): Promise<void> {
    const [first] = lines;
    if (!first) return;
    const read = await this.read(apply, first.agreementId);
    if (!read.additions) return this.endAll(apply, lines, read);
    const until = performance.now() + MOST_MS;
    const additions = [...read.additions];
    for (const line of lines) {
      // The first one goes in any case: each read has to get something done.
      const isLate = line !== first && performance.now() > until;
      if (apply.run.job.cancelRequestedAt || isLate) return;
      apply.run.signal.throwIfAborted();
      const isToBeWritten = line.state !== LineState.WRITING || (await this.clearUp(apply, line, additions));
      if (!isToBeWritten) continue;
      const goesOn = await this.write(apply, line, additions);
      if (!goesOn) return;
    }
  }

  /** The agreement's additions now, or why they cannot be had. */
  private async read(apply: ApplyRun, agreementId: number) {
    try {
      const additions = await this.ask(apply, 'READ_AGREEMENTS', (session) =>
        allOf(session.additions.list(agreementId)),
      );
      return { additions };
    } catch (error) {
      if (!(error instanceof ConnectWiseError)) throw error;
      const isGone = error.kind === 'not-found';
      const [failure] = isGone ? [GONE] : toFailure(error).problems;
      return { failure, isGone };
    }
  }

  private async endAll(
    apply: ApplyRun,
    lines: readonly LineToWrite[],
    { failure, isGone }: { readonly failure: NonNullable<LineOutcome['failure']>; readonly isGone: boolean },
  ): Promise<void> {
    for (const line of lines) {
      if (apply.run.job.cancelRequestedAt) return;
      // Where nothing can be looked up any more, only a person can tell what became of a write.
      const isUnclear = line.state === LineState.WRITING && !isGone;
      const refused = isGone ? LineState.CONFLICT : LineState.FAILED;
      await this.deps.record.record(apply, line, { state: isUnclear ? LineState.UNCLEAR : refused, failure });
    }
  }

  /** Finds out what became of a write that nobody knows of. True when it was not carried out, and is to be. */
  private async clearUp(apply: ApplyRun, line: LineToWrite, additions: readonly Addition[]): Promise<boolean> {
    const verdict = verdictOf(line, additions);
    switch (verdict.kind) {
      case 'written':
        await this.deps.record.record(apply, line, outcomeOf(line, verdict.addition));
        return false;
      case 'conflict':
        await this.deps.record.record(apply, line, conflict(verdict.difference));
        return false;
      case 'unclear': {
        const failure = { code: FailureCode.CONNECTWISE_UNAVAILABLE, message: verdict.message };
        await this.deps.record.record(apply, line, { state: LineState.UNCLEAR, failure });
        return false;
      }
      case 'not-written':
        return this.takeBack(apply, line);
    }
  }

  /** False when nobody can tell what became of it: then the agreement waits until nothing can arrive any more. */
  private async write(apply: ApplyRun, line: LineToWrite, additions: Addition[]): Promise<boolean> {
    const { record, contributors, outcomes } = this.deps;
    const { caller, run } = apply;
    const difference = differenceOf(line, additions);
    const problem = difference ? undefined : await contributors.problemOf(caller, line);
    if (difference || problem) {
      await record.record(apply, line, difference ? conflict(difference) : { state: 'CONFLICT', failure: problem });
      return true;
    }
    const sendBy = latestSend();
    const seenIds = additions.map(({ id }) => id);
    if (!(await run.write((tx) => outcomes.intend(tx, caller.accountId, { id: line.id, seenIds })))) return true;
    const outcome = await this.send(apply, line, sendBy);
    if (!outcome) return false;
    if (outcome.addition && line.additionId === undefined) additions.push(outcome.addition);
    await record.record(apply, line, outcome);
    return true;
  }

  /** Undefined when nobody can tell what became of it. @throws PutOff: it was not sent, and waits as before */
  private async send(
    apply: ApplyRun,
    line: LineToWrite,
    sendBy: number,
  ): Promise<(LineOutcome & { readonly addition?: Addition }) | undefined> {
    try {
      const addition = await this.ask(apply, 'WRITE_ADDITIONS', (session) => writeAddition(session, line, sendBy));
      return { ...outcomeOf(line, addition), addition };
    } catch (error) {
      if (error instanceof ConnectWiseError && error.kind === 'outcome-unknown') return undefined;
      if (!isSurelyNotDone(error)) throw error;
      if (error instanceof PutOff) {
        await this.takeBack(apply, line);
        throw error;
      }
      if (error instanceof ConnectWiseError && error.kind === 'not-found') return conflict(NO_ADDITION);
      const failure = error instanceof ConnectWiseError ? toFailure(error) : error;
      if (!(failure instanceof Failure)) throw error;
      return { state: LineState.FAILED, failure: failure.problems[0] };
    }
  }

  /** It waits again. True when it still does, as nobody has cancelled writing it meanwhile. */
  private async takeBack({ caller, run }: ApplyRun, { id }: LineToWrite): Promise<boolean> {
    const { outcomes, withdrawing } = this.deps;
    return run.write(async (tx) => {
      await outcomes.takeBack(tx, caller.accountId, id);
      return (await withdrawing.withdraw(tx, caller)) === 0;
    });
  }

  private ask<Answer>(
    { caller, run, plan }: ApplyRun,
    capability: 'READ_AGREEMENTS' | 'WRITE_ADDITIONS',
    question: (session: Parameters<Question<Answer>>[0]) => Promise<Answer>,
  ): Promise<Answer> {
    const piece = { work: OutgoingWork.BILLING, capability, signal: run.signal };
    return this.deps.backgroundWork.run(caller, piece, (session, at) => {
      requireInstance(at, plan.instanceId);
      return question(session);
    });
  }
}

const NO_ADDITION: Difference = { message: 'The addition is not in the agreement any more.', found: undefined };
const GONE = { code: FailureCode.VERSION_CONFLICT, message: 'The agreement is not in ConnectWise any more.' };

function conflict({ message, found, additionId }: Difference): LineOutcome {
  return { state: LineState.CONFLICT, found, additionId, failure: { code: FailureCode.VERSION_CONFLICT, message } };
}
