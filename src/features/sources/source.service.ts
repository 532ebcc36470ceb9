import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import { newId, type SourceId } from '../../shared/ids.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { NamedSources } from './resolve-source.js';
import { isSourceCode, type Source } from './source.js';
import type { SourceRepository } from './source.repository.js';

interface Deps {
  readonly database: Database;
  readonly sources: SourceRepository;
  readonly audit: AuditService;
}

export class SourceService {
  constructor(private readonly deps: Deps) {}

  all(caller: Caller): Promise<Source[]> {
    return this.deps.sources.all(caller.accountId);
  }

  /** By their codes. */
  async named(caller: Caller): Promise<NamedSources> {
    return new Map((await this.all(caller)).map((source) => [source.code, source]));
  }

  async findByCode(caller: Caller, code: string): Promise<Source | undefined> {
    return (await this.all(caller)).find((source) => source.code === code);
  }

  async create(caller: Caller, input: { readonly code: string; readonly name: string }): Promise<Source> {
    const problems = new ProblemList();
    if (!isSourceCode(input.code)) {
      problems.add(
        'code',
        'A code has 1 to 63 of a-z, 0-9, dot, underscore and hyphen, and begins with a letter or digit.',
      );
    }
    const name = input.name.trim();
    if (name === '' || name.length > 100) problems.add('name', 'Give a name of 1 to 100 characters.');
    problems.throwIfAny();
    const source = { id: newId<SourceId>(), code: input.code, name };
    try {
      await this.deps.database.write(caller.accountId, async (tx) => {
        await this.deps.sources.insert(tx, caller.accountId, source);
        const changes = changesBetween(undefined, { code: source.code, name });
        const subject = { kind: 'Source', id: source.id };
        await this.deps.audit.record(tx, caller, { action: AuditAction.SOURCE_CREATED, subject, changes });
      });
    } catch (error) {
      if (!this.deps.sources.isCodeTaken(error)) throw error;
      const message = `There is a source "${source.code}" already.`;
      throw new Failure({ code: FailureCode.INVALID, message, field: ['code'] }, { cause: error });
    }
    return source;
  }
}
