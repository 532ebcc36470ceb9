import type { Problem } from '../../shared/failure.js';
import type { AdditionState, LineState } from '../billing-plans/line.js';

/** How writing a line ended. */
export interface LineOutcome {
  readonly state: Extract<LineState, 'APPLIED' | 'CONFLICT' | 'FAILED' | 'UNCLEAR'>;
  /** What ConnectWise returned, or has instead; undefined when it has nothing, or nobody knows. */
  readonly found?: AdditionState | undefined;
  readonly additionId?: number | undefined;
  /** Undefined exactly when it was written. */
  readonly failure?: Pick<Problem, 'code' | 'message'> | undefined;
}
