import type { Caller } from '../../shared/caller.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { UsageDay, UsageFilter } from './usage.js';
import type { UsageRepository } from './usage.repository.js';

/** Usage as people see it. */
export class UsageService {
  constructor(private readonly usage: UsageRepository) {}

  page(caller: Caller, request: PageRequest, filter: UsageFilter): Promise<Page<UsageDay>> {
    return this.usage.page(caller.accountId, request, filter);
  }
}
