import type { Capability } from '../../connectwise/capabilities.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { SpamDeliveryId } from '../../shared/ids.js';
import type { ReportPart, Standing } from './record.js';

/** What is looked for in ConnectWise. */
export interface Sought {
  /** What is known to stand there. */
  readonly standing: Standing;
  /** Made for this delivery; undefined for any of the same report. */
  readonly of: SpamDeliveryId | undefined;
  /** Nothing older; undefined for whatever there is. */
  readonly since: Date | undefined;
}

/** Answers the number of what it has made. */
export type Make = (session: ConnectWiseSession) => Promise<number>;

/** What becomes of a record that is there when the report is sent again. It is gone where ConnectWise has no such number. */
export type Again =
  /** Absolute, so that it can be done once more. */
  | {
      readonly kind: 'REPLACE';
      readonly write: (id: number, standing: Standing) => (session: ConnectWiseSession) => Promise<unknown>;
    }
  /** Another one is made, and this one deleted after. */
  | { readonly kind: 'RENEW' }
  /** It stays as it is. */
  | { readonly kind: 'KEEP'; readonly isThere: (session: ConnectWiseSession, id: number) => Promise<boolean> };

/** One record that a report has in ConnectWise. */
export interface ReportStep {
  readonly part: ReportPart;
  readonly capability: Capability['subject'];
  /** Asks all that has to be known, so that nothing but the write itself is left when its intent is stored. */
  readonly prepare: (standing: Standing) => Promise<Make>;
  readonly again: Again;
  /** Of what can be there more than once, all. */
  readonly find: (session: ConnectWiseSession, sought: Sought) => Promise<readonly number[]>;
  /** An earlier one, without which it is gone too. */
  readonly belongsTo?: ReportPart;
  /** Whether ConnectWise makes it together with what it belongs to, and does not tell its number. */
  readonly comesAlong?: boolean;
}
