import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Sql } from '../../database/read-door.js';
import type { AccountId, CompanyId, InstanceId } from '../../shared/ids.js';
import { decodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import { foldName } from '../matching/name-key.js';
import { type CompanyFilter, type CompanyOrder, CompanyState, LIVE_STATES, type MirroredCompany } from './directory.js';
import { COMPANY_COLUMNS, type CompanyRow, toCompany } from './directory-row.js';
import { searchPatterns } from './search-key.js';

/** Sort columns; the id comes last and makes the order total. */
const ORDER_COLUMNS = { NAME: 'folded_name', IDENTIFIER: 'folded_identifier' } as const;

interface ListWanted {
  readonly instanceId: InstanceId;
  readonly filter: CompanyFilter;
  readonly order: CompanyOrder;
}

/** Reads the mirror for people. */
export class DirectoryRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly CompanyId[]): Promise<MirroredCompany[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('companies')
        .select(COMPANY_COLUMNS)
        .where('account_id', '=', accountId)
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`),
    );
    return rows.map(toCompany);
  }

  /** Every company of an identifier or a name as people compare them; at most twenty. */
  async findByText(
    accountId: AccountId,
    instanceId: InstanceId,
    { identifier, name }: { readonly identifier?: string; readonly name?: string },
  ): Promise<MirroredCompany[]> {
    const column = identifier === undefined ? 'folded_name' : 'folded_identifier';
    const rows = await this.database.read(accountId, (db) =>
      ofInstance(db, accountId, instanceId)
        .select(COMPANY_COLUMNS)
        .where(column, '=', foldName(identifier ?? name ?? ''))
        .limit(20),
    );
    return rows.map(toCompany);
  }

  async findByRecordId(
    accountId: AccountId,
    instanceId: InstanceId,
    connectWiseId: number,
  ): Promise<MirroredCompany[]> {
    const rows = await this.database.read(accountId, (db) =>
      ofInstance(db, accountId, instanceId).select(COMPANY_COLUMNS).where('connect_wise_id', '=', connectWiseId),
    );
    return rows.map(toCompany);
  }

  /** Null for a company that names nobody; undefined for one that the copy does not have. */
  async defaultContact(
    accountId: AccountId,
    instanceId: InstanceId,
    connectWiseId: number,
  ): Promise<number | null | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      ofInstance(db, accountId, instanceId).select('default_contact_id').where('connect_wise_id', '=', connectWiseId),
    );
    return row?.default_contact_id;
  }

  async page(accountId: AccountId, request: PageRequest, wanted: ListWanted): Promise<Page<MirroredCompany>> {
    const { instanceId, filter, order } = wanted;
    const column = ORDER_COLUMNS[order.field];
    const list = `companies.${order.field}`;
    const after = request.after === undefined ? undefined : decodeCursor(request.after, 2, list);
    if (after && typeof after[0] !== 'string') throw notOfThisList();
    const compare = sql.raw(order.direction === 'asc' ? '>' : '<');
    const rows = await this.database.read(accountId, (db) => {
      let query = searched(db, accountId, instanceId)
        .select(COMPANY_COLUMNS)
        .orderBy(column, order.direction)
        .orderBy('id', order.direction)
        .limit(request.first + 1);
      for (const condition of conditions(accountId, wanted)) query = query.where(condition);
      if (after)
        query = query.where(sql<SqlBool>`(${sql.ref(column)}, id) ${compare} (${after[0]}, ${after[1]}::uuid)`);
      return query;
    });
    return toPage(rows, request, {
      item: toCompany,
      list,
      key: (row) => [row[column], row.id],
      countTotal: () => this.count(accountId, { instanceId, filter }),
    });
  }

  async count(accountId: AccountId, wanted: Omit<ListWanted, 'order'>): Promise<number> {
    const [row] = await this.database.read(accountId, (db) => {
      let query = searched(db, accountId, wanted.instanceId).select(({ fn }) => fn.countAll<string>().as('total'));
      for (const condition of conditions(accountId, wanted)) query = query.where(condition);
      return query;
    });
    return Number(row?.total ?? 0);
  }
}

function ofInstance(db: Sql, accountId: AccountId, instanceId: InstanceId) {
  return db.selectFrom('companies').where('account_id', '=', accountId).where('instance_id', '=', instanceId);
}

/** The same through the view that an index for searches serves. */
function searched(db: Sql, accountId: AccountId, instanceId: InstanceId) {
  return db
    .withTables<{ company_search: CompanySearch }>()
    .selectFrom('company_search')
    .where('account_id', '=', accountId)
    .where('instance_id', '=', instanceId);
}

function conditions(accountId: AccountId, { instanceId, filter }: Omit<ListWanted, 'order'>): Expression<SqlBool>[] {
  const { search, states = LIVE_STATES, types, statuses, isMapped } = filter;
  const list = [inStates(states)];
  const patterns = search === undefined ? undefined : searchPatterns(search);
  if (patterns) {
    // Both estimated together make rare texts look rare, so that they are not sought in the order of names.
    list.push(sql<SqlBool>`search_key like ${patterns.key}`, sql<SqlBool>`searched like ${patterns.text}`);
    if (patterns.word) list.push(sql<SqlBool>`searched ~ ${patterns.word}`);
  }
  if (types) list.push(sql<SqlBool>`types && ${[...types]}::text[]`);
  if (statuses) list.push(sql<SqlBool>`status = any(${[...statuses]}::text[])`);
  if (isMapped !== undefined) {
    const mapped = sql<SqlBool>`exists (select from mappings m where m.account_id = ${accountId}
      and m.instance_id = ${instanceId} and m.connect_wise_id = company_search.connect_wise_id)`;
    list.push(isMapped ? mapped : sql<SqlBool>`not ${mapped}`);
  }
  return list;
}

const STATE_CONDITIONS = {
  [CompanyState.ACTIVE]: sql<SqlBool>`(missing_since is null and not is_deleted and not is_inactive)`,
  [CompanyState.INACTIVE]: sql<SqlBool>`(missing_since is null and not is_deleted and is_inactive)`,
  [CompanyState.DELETED]: sql<SqlBool>`(missing_since is null and is_deleted)`,
  [CompanyState.MISSING]: sql<SqlBool>`missing_since is not null`,
} as const;

function inStates(states: readonly CompanyState[]): Expression<SqlBool> {
  if (states.length === 0) return sql<SqlBool>`false`;
  return sql<SqlBool>`(${sql.join(
    states.map((state) => STATE_CONDITIONS[state]),
    sql` or `,
  )})`;
}

/** The columns of the view. */
interface CompanySearch extends CompanyRow {
  readonly account_id: string;
  readonly instance_id: string;
  readonly folded_identifier: string;
  readonly folded_name: string;
  readonly searched: string;
  readonly search_key: string;
}
