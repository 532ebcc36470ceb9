import type { Endpoint } from '../../http/operation.js';
import { times } from '../../store/decimal.js';
import {
  computed,
  datetime,
  decimal,
  flag,
  integer,
  type Kept,
  oneOfValues,
  reference,
  type Shape,
  text,
} from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';

const onUpdate = { requiredOnUpdate: true };

const extended =
  (unit: 'price' | 'cost') =>
  ({ values }: Kept): number =>
    times(Number(values['quantity'] ?? 0), Number(values[unit] ?? 0));

/** Products put on tickets, projects and the like; only what is sold with an agreement or to a company is there. */
const PRODUCT: Shape = {
  name: 'productItem',
  label: 'Product',
  path: '/procurement/products',
  shownAs: ['description'],
  fields: {
    catalogItem: reference('catalogItems', 'Procurement.CatalogItemReference', { required: true }),
    description: text(2000),
    sequenceNumber: decimal(),
    quantity: decimal(),
    price: decimal(),
    cost: decimal(),
    extPrice: computed(decimal(), extended('price')),
    extCost: computed(decimal(), extended('cost')),
    billableOption: oneOfValues(['Billable', 'DoNotBill', 'NoCharge'], { required: true }),
    agreement: reference('agreements', 'Finance.AgreementReference'),
    locationId: integer(onUpdate),
    businessUnitId: integer(onUpdate),
    taxableFlag: flag(),
    cancelledFlag: flag(),
    customerDescription: text(6000, onUpdate),
    internalNotes: text(1000),
    purchaseDate: datetime(),
    integrationXRef: text(),
    company: reference('companies', 'Company.CompanyReference'),
  },
  defaults: () => ({ quantity: 1, taxableFlag: false, cancelledFlag: false }),
  derive: ({ values, before, tables }) => {
    const item = tables.valuesOf('catalogItems', Number(values['catalogItem'])) ?? {};
    return {
      description: values['description'] ?? item['description'],
      price: values['price'] ?? item['price'] ?? 0,
      cost: values['cost'] ?? item['cost'] ?? 0,
      ...(before === null && {
        locationId: values['locationId'] ?? 1,
        businessUnitId: values['businessUnitId'] ?? 1,
        customerDescription: values['customerDescription'] ?? item['customerDescription'],
      }),
    };
  },
};

export function addProducts(world: World): readonly Endpoint[] {
  world.tables.add('products', PRODUCT);
  const authorize = byRole('Products', world);
  return collection({ path: '/procurement/products', table: 'products', authorize }, world);
}
