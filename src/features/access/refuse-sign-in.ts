import type { Database } from '../../database/database.js';
import { type Caller, systemCaller } from '../../shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../shared/ids.js';
import type { NamedAccount, RefusedSignIn } from '../../shared/sign-in.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';

/** The ways in which a sign-in is refused, each with the row that it leaves in the audit trail. */
export class RefuseSignIn {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  /** Nobody we know. */
  ofUnknown(reason: string, requestId: string): RefusedSignIn {
    return this.of(systemCaller(PLATFORM_ACCOUNT, requestId), reason);
  }

  of(caller: Caller, reason: string): RefusedSignIn {
    return { kind: 'refused', record: this.recording(caller, reason) };
  }

  ofSuspended(caller: Caller): RefusedSignIn {
    return { kind: 'suspended', record: this.recording(caller, 'suspended account') };
  }

  /** It names none of the accounts that it may. */
  ofAccount(caller: Caller, accounts: readonly NamedAccount[]): RefusedSignIn {
    return { kind: 'no-account', accounts, record: this.recording(caller, 'no account of its own named') };
  }

  private recording(caller: Caller, reason: string): () => Promise<void> {
    const changes = [{ field: 'reason', before: null, after: reason }];
    return () =>
      this.database.write(caller.accountId, (tx) =>
        this.audit.record(tx, caller, { action: AuditAction.SIGN_IN_REFUSED, changes }),
      );
  }
}
