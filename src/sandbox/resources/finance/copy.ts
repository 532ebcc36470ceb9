import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { newRow } from '../../store/stamps.js';
import type { Row } from '../../store/table.js';
import type { World } from '../../world.js';
import { authorOf, byRole } from '../collection.js';
import { found, shown } from '../records.js';

/** `POST …/{id}/copy`: the agreement once more with its additions; nothing of it is invoiced yet. */
export function copyAgreement(world: World): Endpoint {
  const agreements = world.tables.get('agreements');
  const find = (call: Call): Row => found(agreements, call.params['parentId'] ?? '', call);
  return {
    template: '/finance/agreements/{parentId}/copy',
    operations: {
      POST: { authorize: byRole('Agreements', world)('add'), find, run: (call) => copy(find(call), call, world) },
    },
  };
}

function copy(from: Row, call: Call, world: World): Answer {
  const author = authorOf(call, world);
  const agreements = world.tables.get('agreements');
  const additions = world.tables.get('additions');
  const values = { ...from.values, nextInvoiceDate: null };
  const row = agreements.insert(newRow(agreements.nextId, values, author));
  for (const addition of [...world.tables.childrenOf('additions', 'agreementId', from.id)]) {
    additions.insert(newRow(additions.nextId, { ...addition.values, agreementId: row.id }, author));
  }
  world.changes.tell({ table: 'agreements', action: 'added', row, before: null, author });
  const headers = { Location: `${call.base}/finance/agreements/${row.id}` };
  return { status: 201, body: shown(row, agreements, call), headers, changed: true };
}
