import type { Caller } from '../../shared/caller.js';
import type { CsvCells } from '../../shared/csv/write-csv.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { VerificationStatus } from '../mappings/mapping.js';
import type { SourceService } from '../sources/source.service.js';
import type {
  ExportedMapping,
  ExportedUser,
  ExportFilter,
  MappingExportRepository,
} from './mapping-export.repository.js';

/** An import reads all but the last four, which are for people. */
export const EXPORT_COLUMNS = [
  ...(['source', 'user_external_id', 'company_identifier', 'company_record_id', 'company_name'] as const),
  ...(['enabled', 'replace_existing', 'allow_shared', 'allow_inactive'] as const),
  ...(['user_name', 'mapped_identifier', 'mapped_name', 'mapping_status'] as const),
] as const;
export type ExportCells = CsvCells<(typeof EXPORT_COLUMNS)[number]>;

export interface ExportOptions {
  /** Code of a source. */
  readonly source?: string | undefined;
  readonly isMapped?: boolean | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
}

interface Deps {
  readonly sources: SourceService;
  readonly exports: MappingExportRepository;
}

const PAGE = 1_000;

/** Gives out the account's active users with their mappings, in a form that an import takes back. */
export class ExportMappings {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_FOUND before the first row, when there is no such source */
  async *rows(caller: Caller, { source, ...rest }: ExportOptions): AsyncGenerator<ExportCells, void> {
    const filter: ExportFilter = {
      ...rest,
      sourceId: source === undefined ? undefined : await this.find(caller, source),
    };
    for (let after: UserId | undefined; ; ) {
      const page = await this.deps.exports.page(caller.accountId, { filter, after, most: PAGE });
      for (const user of page) yield toCells(user);
      if (page.length < PAGE) return;
      after = page.at(-1)?.userId;
    }
  }

  private async find(caller: Caller, code: string) {
    const source = await this.deps.sources.findByCode(caller, code);
    if (source) return source.id;
    throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such source.', field: ['source'] });
  }
}

function toCells({ source, externalId, name, mapping }: ExportedUser): ExportCells {
  const user = { source, user_external_id: externalId, user_name: name };
  if (!mapping) return { ...user, mapping_status: 'UNMAPPED' };
  return {
    ...user,
    ...(mapping.isSetAside ? {} : companyOf(mapping)),
    mapped_identifier: mapping.identifier,
    mapped_name: mapping.companyName,
    mapping_status: mapping.isSetAside ? 'SET_ASIDE' : [mapping.verification, mapping.problem ?? ''].join(' ').trim(),
  };
}

/** By record id, which is the truth; by what was typed where nobody has seen the company yet. */
function companyOf({ connectWiseId, identifier, ...mapping }: ExportedMapping): ExportCells {
  return {
    ...(connectWiseId === undefined
      ? { company_identifier: identifier }
      : { company_record_id: String(connectWiseId) }),
    enabled: String(mapping.isEnabled),
    replace_existing: 'true',
    allow_shared: String(mapping.isShared),
    allow_inactive: String(mapping.allowsInactive),
  };
}
