import { recordMissing } from '../../api-error.js';
import type { Answer, Call, Endpoint, Operation } from '../../http/operation.js';
import type { Action } from '../../permissions.js';
import { Changes } from '../../store/changes.js';
import { reference, type Shape } from '../../store/shape.js';
import { type Row, Table } from '../../store/table.js';
import { Writer } from '../../store/writer.js';
import type { World } from '../../world.js';
import { authorOf, byRole, countEndpoint, listAnswer } from '../collection.js';
import { found, shown } from '../records.js';

const ASSOCIATION: Shape = {
  name: 'companyTypeAssociation',
  label: 'Company Type Association',
  path: '/company/companyTypeAssociations',
  shownAs: [],
  fields: {
    type: reference('companyTypes', 'Company.CompanyTypeReference', { required: true }),
    company: reference('companies', 'Company.CompanyReference', { required: true }),
  },
};

/** More types than there ever are: an association's number is made of its company's and its type's. */
const TYPES = 1_000;

/** The types of companies, each as a record of its own: the only way to change them once a company is there. */
export function addTypeAssociations(world: World): readonly Endpoint[] {
  return ['/company/companyTypeAssociations', '/company/companies/{parentId}/typeAssociations'].flatMap((path) =>
    new Associations(path, world).endpoints(),
  );
}

/** The companies keep their types; the associations are a view of them, made anew for each request. */
class Associations {
  constructor(
    private readonly path: string,
    private readonly world: World,
  ) {}

  endpoints(): readonly Endpoint[] {
    const inquire = { authorize: byRole('Company Maintenance', this.world)('inquire') };
    const spec = { path: this.path, authorize: byRole('Company Maintenance', this.world) };
    return [
      {
        template: this.path,
        operations: {
          GET: { ...inquire, run: (call) => listAnswer(() => this.#view(call), call, this.world) },
          POST: this.#operation('add', (call) => this.#create(call)),
        },
      },
      countEndpoint(spec, (call) => this.#view(call), this.world),
      {
        template: `${this.path}/{id}`,
        operations: {
          GET: { ...inquire, run: (call) => this.#answer(200, this.#find(call), call) },
          PUT: this.#operation('edit', (call) => this.#change(call, 'replace')),
          PATCH: this.#operation('edit', (call) => this.#change(call, 'patch')),
          DELETE: { ...this.#operation('delete', (call) => this.#delete(call)), bodyName: undefined },
        },
      },
    ];
  }

  #operation(action: Action, run: (call: Call) => Answer): Operation {
    const authorize = byRole('Company Maintenance', this.world)(action);
    const find = (call: Call): unknown => (action === 'add' ? this.#company(call) : this.#find(call));
    return { authorize, find, bodyName: ASSOCIATION.name, run };
  }

  #company(call: Call): Row | undefined {
    const id = call.params['parentId'];
    return id === undefined ? undefined : found(this.world.tables.get('companies'), id, call);
  }

  #view(call: Call): Table {
    const company = this.#company(call);
    const view = new Table(ASSOCIATION);
    for (const row of company ? [company] : this.world.tables.get('companies').rows) {
      for (const type of [...typesOf(row)].sort((a, b) => a - b)) {
        view.insert({ ...row, id: row.id * TYPES + type, values: { type, company: row.id } });
      }
    }
    return view;
  }

  #find(call: Call): Row {
    return found(this.#view(call), call.params['id'] ?? '', call);
  }

  #create(call: Call): Answer {
    const company = this.#company(call);
    const writer = new Writer(new Table(ASSOCIATION), { tables: this.world.tables, changes: new Changes() });
    const { values } = writer.create(call, authorOf(call, this.world), company ? { company: company.id } : {});
    const made = { company: Number(values['company']), type: Number(values['type']) };
    this.#retype(made.company, (types) => [...types, made.type], call);
    return this.#answer(201, this.#row(made), call);
  }

  #change(call: Call, how: 'replace' | 'patch'): Answer {
    const row = this.#find(call);
    const before = Number(row.values['type']);
    const writer = new Writer(this.#view(call), { tables: this.world.tables, changes: new Changes() });
    writer[how](row, call, authorOf(call, this.world));
    const made = { company: Math.floor(row.id / TYPES), type: Number(row.values['type']) };
    this.#retype(made.company, (types) => types.map((type) => (type === before ? made.type : type)), call);
    return this.#answer(200, this.#row(made), call);
  }

  #delete(call: Call): Answer {
    const { values } = this.#find(call);
    this.#retype(Number(values['company']), (types) => types.filter((type) => type !== values['type']), call);
    return { status: 204, changed: true };
  }

  /** An association is a record of its own, so its company's `lastUpdated` stays. */
  #retype(companyId: number, change: (types: readonly number[]) => readonly number[], call: Call): void {
    const table = this.world.tables.get('companies');
    const row = table.get(companyId);
    if (!row) {
      throw recordMissing('Company', String(companyId));
    }
    const before = row.values;
    table.update(row, { ...before, types: [...new Set(change(typesOf(row)))] });
    const author = authorOf(call, this.world);
    this.world.changes.tell({ table: 'companies', action: 'updated', row, before, author });
  }

  #row({ company, type }: { readonly company: number; readonly type: number }): Row {
    const row = this.world.tables.get('companies').get(company);
    if (!row) {
      throw recordMissing('Company', String(company));
    }
    return { ...row, id: company * TYPES + type, values: { company, type } };
  }

  #answer(status: number, row: Row, call: Call): Answer {
    const headers: Record<string, string> =
      status === 201 ? { Location: `${call.base}${ASSOCIATION.path}/${row.id}` } : {};
    return { status, body: shown(row, new Table(ASSOCIATION), call), headers, changed: call.body !== undefined };
  }
}

function typesOf(row: Row): readonly number[] {
  return (row.values['types'] ?? []) as readonly number[];
}
