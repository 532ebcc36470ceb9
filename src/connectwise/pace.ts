import type { AccountId } from '../shared/ids.js';

/** Whose calls share a pace: those of one account to one instance. */
export interface PaceKey {
  readonly instance: string;
  /** Undefined where no account is known; such calls share the pace of their process alone. */
  readonly accountId: AccountId | undefined;
}

/** Each lane has places of its own, so a call that somebody waits for never stands behind background work. */
export type Lane = 'interactive' | 'background';

export interface LaneFigures {
  readonly inFlight: number;
  readonly aSecond: number;
}

/** How fast one account may call, and when its calls are held back altogether. */
export interface PaceFigures extends Readonly<Record<Lane, LaneFigures>> {
  readonly breaker: {
    /** This many outages in a row open it. */
    readonly failures: number;
    /** Then one call is let through as a trial after each such time. */
    readonly trialMs: number;
  };
}

export const DEFAULT_PACE: PaceFigures = {
  interactive: { inFlight: 1, aSecond: 2 },
  background: { inFlight: 2, aSecond: 8 },
  breaker: { failures: 5, trialMs: 30_000 },
};

export interface Claim extends LaneFigures {
  readonly lane: Lane;
  /** After this long the call counts as over, whatever became of its process. */
  readonly leaseMs: number;
  /** Undefined for a call that passes an open breaker. */
  readonly breaker: PaceFigures['breaker'] | undefined;
  /** Whether it can be the one trial call of an open breaker; one that leads up to the API does not use it up. */
  readonly isTrial: boolean;
}

export type Verdict =
  /** The place is taken until `lease` is settled. `isTrial`: the breaker is open, and this is the one call to try. */
  | { readonly kind: 'go'; readonly lease: string; readonly isTrial: boolean }
  /** Our own figures are used up; 0 when it depends on when another call ends. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** ConnectWise asked for a pause that is not over. */
  | { readonly kind: 'limited'; readonly milliseconds: number }
  /** The breaker is open. */
  | { readonly kind: 'open'; readonly milliseconds: number };

/** What a call that went out came to. */
export type Outcome =
  /** ConnectWise is there, whatever it said. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'outage'; readonly breaker: PaceFigures['breaker'] }
  /** Without a time from ConnectWise (`isStated`) the seconds double with every such refusal in a row. */
  | { readonly kind: 'limited'; readonly seconds: number; readonly isStated: boolean }
  /** Nothing can be learnt from it. */
  | { readonly kind: 'unknown' };

/** Decides when a call may go out. All replicas that share one share its places, its pauses and its breaker. */
export interface Pace {
  claim(key: PaceKey, claim: Claim): Promise<Verdict>;
  /** Gives the place back; never rejects. Answers the seconds to wait, 0 when there is no pause. */
  settle(key: PaceKey, lease: string, outcome: Outcome): Promise<number>;
}

export const LONGEST_GUESS_SECONDS = 3_600;
