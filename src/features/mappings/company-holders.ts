import type { SourceId, UserId } from '../../shared/ids.js';

/** Who has a company of an instance. */
export interface CompanyHolder {
  readonly sourceId: SourceId;
  readonly connectWiseId: number;
  readonly userId: UserId;
}

/** Who has which company, and who comes to it while rows are gone through one by one. */
export class CompanyHolders {
  readonly #users = new Map<string, Set<UserId>>();

  constructor(holders: readonly CompanyHolder[]) {
    for (const holder of holders) this.#usersOf(holder).add(holder.userId);
  }

  /** Notes who comes to a company; answers false, and notes nothing, when another user of the source is in the way. */
  take(holder: CompanyHolder, isShared: boolean): boolean {
    const users = this.#usersOf(holder);
    const isAlone = users.size === 0 || (users.size === 1 && users.has(holder.userId));
    if (!isAlone && !isShared) return false;
    users.add(holder.userId);
    return true;
  }

  #usersOf({ sourceId, connectWiseId }: CompanyHolder): Set<UserId> {
    const key = `${sourceId} ${connectWiseId}`;
    const users = this.#users.get(key) ?? new Set();
    this.#users.set(key, users);
    return users;
  }
}
