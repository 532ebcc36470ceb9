import { type ErrorItem, invalidObject } from '../../api-error.js';
import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { Changes } from '../../store/changes.js';
import { reference, type Shape } from '../../store/shape.js';
import { type Row, Table } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import { Writer } from '../../store/writer.js';
import type { World } from '../../world.js';
import { type Authorize, authorOf, byRole } from '../collection.js';
import { found } from '../records.js';
import { idsOf } from './associations.js';
import { changeTicket, mergeTickets } from './ticket-changes.js';
import { fault, pointed } from './ticket-rules.js';

const tickets = { kind: 'ids', table: 'tickets', required: true } as const;

const MERGE: Shape = {
  name: 'ticketMerge',
  label: 'Ticket Merge',
  shownAs: [],
  fields: {
    mergeTicketIds: tickets,
    status: reference('boardStatuses', 'Service.ServiceStatusReference', { required: true }),
  },
};

const BUNDLE: Shape = {
  name: 'ticketBundle',
  label: 'Ticket Bundle',
  shownAs: [],
  fields: { childTicketIds: tickets },
};

const DONE: Answer = { status: 200, body: { success: true, message: 'Success' }, changed: true };

/** Merging and bundling: orders to several tickets at once. */
export function ticketActions(authorize: Authorize, world: World): readonly Endpoint[] {
  const table = world.tables.get('tickets');
  const parentOf = (call: Call): Row => found(table, call.params['parentId'] ?? '', call);
  const action = (
    name: string,
    shape: Shape,
    { allowed, run }: { allowed: Authorize; run: (order: Values, call: Call) => void },
  ): Endpoint => ({
    template: `/service/tickets/{parentId}/${name}`,
    operations: {
      POST: {
        authorize: allowed('edit'),
        find: parentOf,
        bodyName: shape.name,
        run: (call) => {
          run(orderOf(shape, call, world), call);
          return DONE;
        },
      },
    },
  });
  return [
    action('merge', MERGE, {
      allowed: byRole('Merge Tickets', world),
      run: (order, call) => merge(parentOf(call), order, { call, world }),
    }),
    action('attachChildren', BUNDLE, {
      allowed: authorize,
      run: (order, call) => attach(parentOf(call), order, { call, world }),
    }),
  ];
}

/** The body, checked as any other; it is kept in no table. */
function orderOf(shape: Shape, call: Call, { tables }: World): Values {
  return new Writer(new Table(shape), { tables, changes: new Changes() }).create(call, { name: call.caller, at: 0 })
    .values;
}

interface By {
  readonly call: Call;
  readonly world: World;
}

function merge(parent: Row, order: Values, { call, world }: By): void {
  const status = Number(order['status']);
  const children = ticketsOf(order['mergeTicketIds'], world);
  const faults = [...strangers(parent, children, 'mergeTicketIds'), ...statusFaults(status, children, world)];
  const merged = children.filter(({ values }) => (values['mergedParentTicket'] ?? null) !== null);
  refuse(MERGE, [
    ...faults,
    ...merged.map(({ id }) => fault('InvalidField', `Ticket ${id} is merged already.`, 'mergeTicketIds')),
  ]);
  mergeTickets(parent, { children, status }, { author: authorOf(call, world), world });
}

function statusFaults(status: number, children: readonly Row[], { tables }: World): readonly ErrorItem[] {
  const values = pointed('boardStatuses', status, tables);
  const foreign = children.find((child) => child.values['board'] !== values['board'])?.values['board'];
  if (foreign !== undefined) {
    const message = `Service Status ${status} not found for Service Board ${Number(foreign)}`;
    return [fault('NotFound', message, 'status/id')];
  }
  return values['closedStatus'] === true
    ? []
    : [fault('InvalidField', `Service Status ${status} is not a closed status.`, 'status/id')];
}

function attach(parent: Row, order: Values, { call, world }: By): void {
  const children = ticketsOf(order['childTicketIds'], world);
  refuse(BUNDLE, strangers(parent, children, 'childTicketIds'));
  const by = { author: authorOf(call, world), world };
  for (const child of children) {
    changeTicket(child, { parentTicketId: parent.id }, by);
  }
  changeTicket(parent, { hasChildTicket: true }, by);
}

function ticketsOf(ids: unknown, { tables }: World): readonly Row[] {
  return [...new Set(idsOf(ids))].flatMap((id) => tables.get('tickets').get(id) ?? []);
}

/** Tickets that cannot go below this one: itself, or those of another company. */
function strangers(parent: Row, children: readonly Row[], field: string): readonly ErrorItem[] {
  if (children.length === 0) {
    return [fault('MissingRequiredField', `The ${field} field is required.`, field)];
  }
  return children
    .filter((child) => child === parent || child.values['company'] !== parent.values['company'])
    .map(({ id }) => fault('InvalidField', `Ticket ${id} cannot be put below Ticket ${parent.id}.`, field));
}

function refuse(shape: Shape, faults: readonly ErrorItem[]): void {
  if (faults.length > 0) {
    throw invalidObject(
      shape.name,
      faults.map((item) => ({ ...item, resource: shape.name })),
    );
  }
}
