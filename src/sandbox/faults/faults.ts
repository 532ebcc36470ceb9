import { type Fault, type FaultRule, type FaultRuleInput, faultRuleSchema } from './fault.js';

/** A rule in force: how many requests it has let pass and how many it has hit. */
export interface ActiveFault {
  readonly id: number;
  readonly rule: FaultRule;
  skipped: number;
  hits: number;
}

export interface FaultTarget {
  readonly method: string;
  readonly template: string | null;
  readonly path: string;
}

/** The faults that are ordered; the first rule that matches a request and is not used up hits it. */
export class Faults {
  #active: ActiveFault[] = [];
  #lastId = 0;

  /** Throws a ZodError when the rule is not one. The answer counts its hits as they happen. */
  add(input: FaultRuleInput): ActiveFault {
    this.#lastId += 1;
    const active: ActiveFault = { id: this.#lastId, rule: faultRuleSchema.parse(input), skipped: 0, hits: 0 };
    this.#active.push(active);
    return active;
  }

  remove(id: number): void {
    this.#active = this.#active.filter((active) => active.id !== id);
  }

  clear(): void {
    this.#active = [];
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  /** The fault that hits this request; asking counts as a request. */
  take(target: FaultTarget): Fault | undefined {
    for (const active of this.#active) {
      const { rule } = active;
      if (!isHit(rule, target) || (rule.times !== null && active.hits >= rule.times)) {
        continue;
      }
      if (active.skipped < rule.skip) {
        active.skipped += 1;
        continue;
      }
      active.hits += 1;
      return rule.fault;
    }
    return undefined;
  }
}

function isHit(rule: FaultRule, target: FaultTarget): boolean {
  if (rule.method !== undefined && rule.method !== target.method) {
    return false;
  }
  const { route } = rule;
  return route === undefined || [target.template ?? '', target.path].some((candidate) => matches(route, candidate));
}

function matches(pattern: string, candidate: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 'i').test(candidate);
}
