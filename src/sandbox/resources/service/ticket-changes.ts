import type { Author } from '../../store/author.js';
import { lasting } from '../../store/shape.js';
import { touch } from '../../store/stamps.js';
import type { Row } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import { derived } from '../../store/writer.js';
import type { World } from '../../world.js';

/** Changes a ticket outside the usual writes, and lets it be known. */
export function changeTicket(row: Row, values: Values, { author, world }: { author: Author; world: World }): void {
  const { tables, changes } = world;
  const table = tables.get('tickets');
  const before = row.values;
  const draft = { values: { ...lasting(before, table.shape), ...values }, before, tables, author };
  table.update(row, derived(draft, table.shape));
  touch(row, author);
  changes.tell({ table: table.name, action: 'updated', row, before, author });
}

/** What is written below a ticket counts as a change of the ticket. */
export function told(ticket: number, author: Author, world: World): void {
  const row = world.tables.get('tickets').get(ticket);
  if (row) {
    changeTicket(row, {}, { author, world });
  }
}

/** The merged tickets are closed with the status and point at the one that goes on. */
export function mergeTickets(
  parent: Row,
  { children, status }: { readonly children: readonly Row[]; readonly status: number },
  by: { author: Author; world: World },
): void {
  for (const child of children) {
    changeTicket(child, { status, mergedParentTicket: parent.id }, by);
  }
  changeTicket(parent, { hasMergedChildTicketFlag: true }, by);
}
