import type { Agenda } from './agenda.js';
import type { SigningKeys } from './callbacks/signing-keys.js';
import type { SandboxClock } from './clock.js';
import type { Faults } from './faults/faults.js';
import type { Journal } from './journal.js';
import type { KeyRing } from './key-ring.js';
import type { Lifetime } from './lifetime.js';
import type { Mails } from './mails.js';
import type { Permissions } from './permissions.js';
import type { Settings } from './settings.js';
import type { SpamStatistics } from './soap/spam-statistics.js';
import type { Changes } from './store/changes.js';
import type { Tables } from './store/tables.js';

/** Everything a running sandbox consists of, beside its socket. */
export interface World {
  readonly settings: Settings;
  readonly clock: SandboxClock;
  readonly keys: KeyRing;
  readonly permissions: Permissions;
  readonly tables: Tables;
  readonly changes: Changes;
  readonly journal: Journal;
  readonly mails: Mails;
  readonly faults: Faults;
  readonly lifetime: Lifetime;
  readonly agenda: Agenda;
  readonly signingKeys: SigningKeys;
  readonly spamStatistics: SpamStatistics;
  /** Where it listens, such as `http://127.0.0.1:41234`; known once it does. */
  origin: string;
  /** The same for HTTPS; null when it does not serve that. */
  tlsOrigin: string | null;
}
