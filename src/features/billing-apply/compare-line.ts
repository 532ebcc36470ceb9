import type { Addition } from '../../connectwise/addition.js';
import { isSameState, stateOf } from '../billing-plans/addition-state.js';
import { type AdditionState, LineWrite } from '../billing-plans/line.js';
import { rivalsFrom } from '../billing-plans/plan-addition.js';
import type { LineToWrite } from './line-to-write.js';

/** What ConnectWise has in place of what the plan saw. */
export interface Difference {
  readonly message: string;
  /** Undefined when it has nothing. */
  readonly found: AdditionState | undefined;
  readonly additionId?: number | undefined;
}

/** What became of a write of which nobody knew. */
export type Verdict =
  | { readonly kind: 'written'; readonly addition: Addition }
  | { readonly kind: 'not-written' }
  /** A person has changed it as well, so that nobody can tell any more. */
  | { readonly kind: 'conflict'; readonly difference: Difference }
  /** Which of several additions is the one that was made, or whether this one is, only a person can tell. */
  | { readonly kind: 'unclear'; readonly message: string };

const FIELDS = { quantity: 'quantity', effectiveOn: 'effective date', cancelledOn: 'cancelled date' } as const;

/** Why a line must not be written any more; undefined while ConnectWise has what the plan saw. */
export function differenceOf(line: LineToWrite, additions: readonly Addition[]): Difference | undefined {
  return line.write === LineWrite.CREATE ? rivalOf(line, additions) : changeOf(line, additions);
}

function changeOf({ additionId, catalogItemId, before }: LineToWrite, additions: readonly Addition[]) {
  const addition = additions.find(({ id }) => id === additionId);
  if (!addition) return { message: 'The addition is not in the agreement any more.', found: undefined };
  const found = stateOf(addition);
  if (addition.product?.id !== catalogItemId) return { message: 'The addition has another product by now.', found };
  if (!before || isSameState(before, found)) return undefined;
  return { message: describeChange(before, found), found };
}

function rivalOf({ catalogItemId, after }: LineToWrite, additions: readonly Addition[]) {
  const [rival] = rivalsFrom(after.effectiveOn, catalogItemId, additions);
  if (!rival) return undefined;
  const message = `The agreement has an addition of the product by now: number ${rival.id}.`;
  return { message, found: stateOf(rival), additionId: rival.id };
}

function describeChange(before: AdditionState, found: AdditionState): string {
  const names = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  const changes = names
    .filter((name) => before[name] !== found[name])
    .map((name) => `its ${FIELDS[name]} is ${found[name] ?? 'empty'} now and was ${before[name] ?? 'empty'}`);
  return `The addition was changed in ConnectWise since the plan was made: ${changes.join(', ')}.`;
}

/** What became of a write, by what the agreement has after nothing that was sent can arrive any more. */
export function verdictOf(line: LineToWrite, additions: readonly Addition[]): Verdict {
  return line.write === LineWrite.CREATE ? creationOf(line, additions) : updateOf(line, additions);
}

function updateOf(line: LineToWrite, additions: readonly Addition[]): Verdict {
  const addition = additions.find(({ id }) => id === line.additionId);
  const isProduct = addition?.product?.id === line.catalogItemId;
  if (addition && isProduct && isSameState(stateOf(addition), line.after)) return { kind: 'written', addition };
  const difference = changeOf(line, additions);
  return difference ? { kind: 'conflict', difference } : { kind: 'not-written' };
}

function creationOf({ catalogItemId, after, seenIds }: LineToWrite, additions: readonly Addition[]): Verdict {
  const seen = new Set(seenIds);
  const candidates = additions.filter(
    ({ id, product, effectiveOn }) =>
      !seen.has(id) && product?.id === catalogItemId && effectiveOn === (after.effectiveOn ?? null),
  );
  const [only, ...more] = candidates;
  if (!only) return { kind: 'not-written' };
  if (more.length === 0 && stateOf(only).quantity === after.quantity) return { kind: 'written', addition: only };
  const numbers = candidates.map(({ id }) => id).join(', ');
  return { kind: 'unclear', message: `Nobody knows whether the addition was made. It may be number ${numbers}.` };
}
