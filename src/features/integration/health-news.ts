import type { Caller } from '../../shared/caller.js';
import { AuditAction, type AuditEntry, changesBetween } from '../audit/audit.js';
import { EventKind, type NewEvent } from '../events/event.js';
import { type HeldWork, roleRowFor } from './health.js';
import type { Standing } from './health.repository.js';
import type { PauseReason } from './integration.js';

interface Told {
  readonly event: NewEvent;
  readonly audit?: AuditEntry;
}

/** What a transaction has to tell at its end. */
export class News {
  readonly events: NewEvent[] = [];
  readonly audit: AuditEntry[] = [];

  /** Whether work that was held may go on now. */
  get endsHolds(): boolean {
    return this.events.some(({ kind }) => kind === EventKind.INTEGRATION_RESUMED || kind === EventKind.WORK_RESUMED);
  }

  add({ event, audit }: Told): void {
    this.events.push(event);
    if (audit) this.audit.push(audit);
  }
}

type Held = Pick<HeldWork, 'work' | 'capability'>;

export function paused({ accountId }: Caller, reason: PauseReason): Told {
  const changes = changesBetween({}, { pauseReason: reason });
  return {
    event: { kind: EventKind.INTEGRATION_PAUSED, facts: { reason } },
    audit: { action: AuditAction.INTEGRATION_PAUSED, subject: subject(accountId), changes },
  };
}

export function resumed({ accountId }: Caller, reason: PauseReason): Told {
  const changes = changesBetween({ pauseReason: reason }, {});
  return {
    event: { kind: EventKind.INTEGRATION_RESUMED, facts: { reason } },
    audit: { action: AuditAction.INTEGRATION_RESUMED, subject: subject(accountId), changes },
  };
}

export function held({ accountId }: Caller, { work, capability }: Held): Told {
  const facts = { work, capability, ...roleRowFor(capability) };
  return {
    event: { kind: EventKind.WORK_HELD, facts },
    audit: { action: AuditAction.WORK_HELD, subject: subject(accountId), changes: changesBetween({}, facts) },
  };
}

export function released({ accountId }: Caller, { work, capability }: Held): Told {
  const facts = { work, capability };
  return {
    event: { kind: EventKind.WORK_RESUMED, facts },
    audit: { action: AuditAction.WORK_RESUMED, subject: subject(accountId), changes: changesBetween(facts, {}) },
  };
}

/** Seen, not done by anybody: it is no row of the audit trail. */
export function versionChanged(before: Seen, after: Seen): Told {
  return {
    event: {
      kind: EventKind.VERSION_CHANGED,
      facts: {
        versionBefore: before.seenVersion,
        version: after.seenVersion,
        apiBefore: before.seenApi,
        api: after.seenApi,
      },
    },
  };
}

type Seen = Pick<Standing, 'seenVersion' | 'seenApi'>;

function subject(accountId: Caller['accountId']) {
  return { kind: 'Integration', id: accountId };
}
