import type { Caller } from '../../shared/caller.js';
import type { CsvCells } from '../../shared/csv/write-csv.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import type { SourceService } from '../sources/source.service.js';
import type { ExportedSpamDay, SpamExportRepository } from './spam-export.repository.js';
import { checkPeriod, type Period } from './spam-statistics.js';

export const SPAM_COLUMNS = [
  ...(['day', 'source', 'user_external_id', 'user_name', 'domain'] as const),
  ...(['total_messages', 'account_messages', 'spam', 'phishing', 'viruses'] as const),
] as const;
export type SpamCells = CsvCells<(typeof SPAM_COLUMNS)[number]>;

export interface SpamExportOptions {
  readonly period: Period;
  /** Code of a source. */
  readonly source: string | undefined;
}

interface Deps {
  readonly sources: SourceService;
  readonly rows: SpamExportRepository;
}

const PAGE = 1_000;

/** Gives out what was recorded, domain after domain and each by day. */
export class ExportSpam {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure before the first row, when there is no such period or source */
  async *rows(caller: Caller, { period, source }: SpamExportOptions): AsyncGenerator<SpamCells, void> {
    checkPeriod(period);
    const sourceId = source === undefined ? undefined : await this.sourceOf(caller, source);
    for (let after: ExportedSpamDay | undefined; ; ) {
      const page = await this.deps.rows.page(caller.accountId, { period, sourceId, after, most: PAGE });
      yield* page.map(toCells);
      if (page.length < PAGE) return;
      after = page.at(-1);
    }
  }

  /** The same of some users, each by itself and whole, in one statement. */
  async ofUsers(
    caller: Caller,
    userIds: readonly UserId[],
    period: Period,
  ): Promise<ReadonlyMap<UserId, readonly SpamCells[]>> {
    const found = new Map<UserId, SpamCells[]>();
    for (const row of await this.deps.rows.ofUsers(caller.accountId, userIds, period)) {
      const cells = found.get(row.userId) ?? [];
      cells.push(toCells(row));
      found.set(row.userId, cells);
    }
    return found;
  }

  private async sourceOf(caller: Caller, code: string): Promise<SourceId> {
    const source = await this.deps.sources.findByCode(caller, code);
    if (source) return source.id;
    throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such source.', field: ['source'] });
  }
}

function toCells(row: ExportedSpamDay): SpamCells {
  const { day, source, domain, spam, phishing, viruses } = row;
  return {
    ...{ day, source, user_external_id: row.userExternalId, user_name: row.userName, domain },
    ...{ total_messages: row.totalMessages, account_messages: row.accountMessages, spam, phishing, viruses },
  };
}
