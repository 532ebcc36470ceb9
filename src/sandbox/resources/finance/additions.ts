import type { Endpoint } from '../../http/operation.js';
import {
  computed,
  datetime,
  decimal,
  flag,
  integer,
  oneOfValues,
  reference,
  type Shape,
  text,
} from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import {
  additionStatus,
  billedQuantity,
  checkAddition,
  deriveAddition,
  extended,
  margin,
  prorated,
  unitOf,
} from './addition-rules.js';
import { statusOfAgreement } from './choices.js';

const ADDITION: Shape = {
  name: 'addition',
  label: 'Addition',
  path: '/finance/agreements/{agreementId}/additions',
  shownAs: [],
  indexed: ['agreementId'],
  fields: {
    product: reference('catalogItems', 'Procurement.IvItemReference', { required: true, shownAs: ['identifier'] }),
    quantity: decimal(),
    lessIncluded: decimal(),
    unitPrice: decimal(),
    unitCost: decimal(),
    billCustomer: oneOfValues(['Billable', 'DoNotBill', 'NoCharge'], { required: true }),
    effectiveDate: datetime(),
    cancelledDate: datetime(),
    taxableFlag: flag(),
    serialNumber: text(50),
    invoiceDescription: text(6000),
    purchaseItemFlag: flag(),
    specialOrderFlag: flag(),
    agreementId: integer({ readOnly: true, owner: 'agreements' }),
    description: text(),
    billedQuantity: computed(decimal(), billedQuantity),
    uom: computed(text(), unitOf),
    extPrice: computed(decimal(), (row) => extended(row, 'unitPrice')),
    extCost: computed(decimal(), (row) => extended(row, 'unitCost')),
    sequenceNumber: decimal(),
    margin: computed(decimal(), margin),
    prorateCost: computed(decimal(), (row) => prorated(row, 'unitCost')),
    proratePrice: computed(decimal(), (row) => prorated(row, 'unitPrice')),
    extendedProrateCost: computed(decimal(), (row) => prorated(row, 'unitCost', billedQuantity(row))),
    extendedProratePrice: computed(decimal(), (row) => prorated(row, 'unitPrice', billedQuantity(row))),
    prorateCurrentPeriodFlag: flag(),
    agreementStatus: computed(statusOfAgreement, additionStatus),
    customFields: { kind: 'customFields' },
  },
  defaults: () => ({
    lessIncluded: 0,
    purchaseItemFlag: false,
    specialOrderFlag: false,
    prorateCurrentPeriodFlag: false,
  }),
  derive: deriveAddition,
  check: checkAddition,
};

export function addAdditions(world: World): readonly Endpoint[] {
  world.tables.add('additions', ADDITION);
  const parent = { table: 'agreements', field: 'agreementId' };
  const authorize = byRole('Agreements', world);
  return collection({ path: '/finance/agreements/{parentId}/additions', table: 'additions', authorize, parent }, world);
}
