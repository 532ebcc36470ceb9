import type { Database } from '../../database/database.js';
import type { ListedAccount } from '../../database/system.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import { idAfter, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { Account, AccountStatus } from './account.js';

/** What cursors are bound to. */
const LIST = 'accounts';

export class AccountRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<Account | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('accounts')
        .select(['id', 'name', 'status', 'time_zone as timeZone', 'version', 'created_at as createdAt'])
        .where('id', '=', accountId),
    );
    return row && { ...row, id: row.id as AccountId };
  }

  /** All accounts but the platform's own, oldest first; for platform tokens only. */
  async page(request: PageRequest): Promise<Page<ListedAccount>> {
    const after = idAfter(request, LIST) as AccountId | undefined;
    return toPage(await this.database.system.listAccounts(request.first + 1, after), request, {
      item: (row) => row,
      list: LIST,
      key: (row) => [row.id],
      countTotal: () => this.database.system.countAccounts(),
    });
  }

  async insert(tx: WriteTransaction, account: Account): Promise<void> {
    await tx.account.create({ data: { ...account } });
  }

  /** Answers whether the status changed by this call. */
  async setStatus(tx: WriteTransaction, accountId: AccountId, status: AccountStatus): Promise<boolean> {
    const { count } = await tx.account.updateMany({
      where: { id: accountId, status: { not: status } },
      data: { status, version: { increment: 1 }, updatedAt: new Date() },
    });
    return count === 1;
  }
}
