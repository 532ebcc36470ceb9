import type { Database } from '../../database/database.js';
import type { ListedAccount } from '../../database/system.js';
import { wakeIn } from '../../database/wake.js';
import { type Caller, Role } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import { type AccountId, newId, PLATFORM_ACCOUNT } from '../../shared/ids.js';
import { ownHourAfter } from '../../shared/own-hour.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { Secret } from '../../shared/secret.js';
import { WorkKind } from '../../shared/work.js';
import type { AccessTokenService } from '../access/access-token.service.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type Account, AccountStatus, type GrantedAccount, isTimeZone } from './account.js';
import type { AccountRepository } from './account.repository.js';

export interface CreateAccountInput {
  readonly name: string;
  readonly timeZone: string;
  /** Given where two processes must not both make the same account. */
  readonly id?: AccountId;
}

interface Deps {
  readonly database: Database;
  readonly accounts: AccountRepository;
  readonly tokens: AccessTokenService;
  readonly audit: AuditService;
  readonly clock: Clock;
}

export class AccountService {
  constructor(private readonly deps: Deps) {}

  /** The caller's own account. */
  async own(caller: Caller): Promise<Account> {
    const account = await this.deps.accounts.find(caller.accountId);
    if (!account) throw new Error('A signed-in caller has no account.');
    return account;
  }

  /** All that the caller may name, oldest first; what is gone by now is left out. */
  async granted(caller: Caller): Promise<GrantedAccount[]> {
    const rolesIn = new Map((caller.grants ?? [caller]).map(({ accountId, roles }) => [accountId, roles]));
    const found = await this.deps.database.system.findAccounts([...rolesIn.keys()]);
    return found.map((account) => ({ account, roles: rolesIn.get(account.id) ?? [] }));
  }

  page(request: PageRequest): Promise<Page<ListedAccount>> {
    return this.deps.accounts.page(request);
  }

  /** Makes an account and its first token, an ADMIN's, in one transaction. */
  async create(caller: Caller, input: CreateAccountInput): Promise<{ account: Account; token: Secret }> {
    const problems = new ProblemList();
    const name = input.name.trim();
    if (name === '' || name.length > 200) problems.add('name', 'Give a name of 1 to 200 characters.');
    if (!isTimeZone(input.timeZone)) problems.add('timeZone', 'Give an IANA time zone such as Europe/Berlin.');
    problems.throwIfAny();
    const account: Account = {
      id: input.id ?? newId<AccountId>(),
      name,
      status: AccountStatus.ACTIVE,
      timeZone: input.timeZone,
      version: 1,
      createdAt: this.deps.clock.now(),
    };
    const inAccount = { ...caller, accountId: account.id };
    return this.deps.database.write(account.id, async (tx) => {
      await this.deps.accounts.insert(tx, account);
      const changes = changesBetween(undefined, { name, timeZone: account.timeZone });
      const subject = { kind: 'Account', id: account.id };
      await this.deps.audit.record(tx, inAccount, { action: AuditAction.ACCOUNT_CREATED, subject, changes });
      const first = { name: 'first token', role: Role.ADMIN };
      const { token } = await this.deps.tokens.createIn(tx, inAccount, first);
      const seconds = (ownHourAfter(account.id, account.createdAt.getTime()) - account.createdAt.getTime()) / 1_000;
      await wakeIn(tx, account.id, { kind: WorkKind.RETENTION, seconds });
      return { account, token };
    });
  }

  /** Suspended, an account's tokens are refused and its outgoing work is held; nothing is lost. */
  async setStatus(caller: Caller, id: AccountId, status: AccountStatus): Promise<Account> {
    const account = id === PLATFORM_ACCOUNT ? undefined : await this.deps.accounts.find(id);
    if (!account) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such account.', field: ['accountId'] });
    }
    const action = status === AccountStatus.SUSPENDED ? AuditAction.ACCOUNT_SUSPENDED : AuditAction.ACCOUNT_RESUMED;
    const changed = await this.deps.database.write(id, async (tx) => {
      if (!(await this.deps.accounts.setStatus(tx, id, status))) return false;
      const subject = { kind: 'Account', id };
      const changes = changesBetween({ status: account.status }, { status });
      await this.deps.audit.record(tx, { ...caller, accountId: id }, { action, subject, changes });
      return true;
    });
    return changed ? { ...account, status, version: account.version + 1 } : account;
  }
}
