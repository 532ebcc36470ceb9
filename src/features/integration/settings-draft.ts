import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { Site } from '../../connectwise/site.js';
import { type Failure, versionConflict } from '../../shared/failure.js';
import type { ConnectionInput, ConnectionValues, InstanceChange, StoredIntegration } from './integration.js';

export interface SaveInput extends ConnectionInput {
  readonly isEnabled?: boolean | null;
  readonly instanceChange?: InstanceChange | null;
  readonly expectedVersion?: number | null;
}

/** One save on its way: what is stored, what was sent, and what shall be. */
export interface Draft {
  readonly stored: StoredIntegration | undefined;
  readonly input: SaveInput;
  readonly values: ConnectionValues;
  readonly site: Site | undefined;
  readonly isEnabled: boolean;
}

/** A draft that may be written. */
export type CheckedSave = Draft & {
  readonly report: ConnectionReport | undefined;
  readonly change: InstanceChange | undefined;
};

export function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}
