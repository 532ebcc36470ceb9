import type { Endpoint } from '../../http/operation.js';
import { computed, decimal, integer, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { fill } from '../company-tables.js';
import { allFalse, BILL_OPTIONS, flags } from '../finance/choices.js';

const required = { required: true };

const FLAGS = [
  'inactiveFlag',
  'serializedFlag',
  'serializedCostFlag',
  'phaseProductFlag',
  'taxableFlag',
  'dropShipFlag',
  'specialOrderFlag',
  'recurringFlag',
  'recurringOneTimeFlag',
  'calculatedPriceFlag',
  'calculatedCostFlag',
] as const;

const ITEM: Shape = {
  name: 'catalogItem',
  label: 'Catalog Item',
  path: '/procurement/catalog',
  shownAs: ['identifier', 'name'],
  indexed: ['identifier'],
  unique: 'identifier',
  fields: {
    identifier: text(75, required),
    description: text(60, required),
    ...flags(FLAGS),
    subcategory: reference('subcategories', 'Procurement.ProductSubCategoryReference', required),
    type: reference('productTypes', 'Procurement.ProductTypeReference', required),
    productClass: oneOfValues(['Agreement', 'Bundle', 'Inventory', 'NonInventory', 'Service']),
    unitOfMeasure: reference('unitsOfMeasure', 'Procurement.UnitOfMeasureReference'),
    minStockLevel: integer(),
    price: decimal(),
    cost: decimal(),
    priceAttribute: oneOfValues(['FixedFee', 'NotToExceed', 'OverrideRate', 'TimeAndMaterials']),
    customerDescription: text(6000, required),
    manufacturer: reference('manufacturers', 'Procurement.ManufacturerReference'),
    manufacturerPartNumber: text(50),
    vendor: reference('companies', 'Company.CompanyReference'),
    vendorSku: text(50),
    notes: text(),
    integrationXRef: text(50),
    entityType: reference('entityTypes', 'Company.EntityTypeReference'),
    recurringRevenue: decimal(),
    recurringCost: decimal(),
    recurringBillCycle: reference('billingCycles', 'Finance.BillingCycleReference'),
    recurringCycleType: oneOfValues(['ContractYear', 'CalendarYear']),
    category: computed(
      reference('categories', 'Procurement.ProductCategoryReference'),
      ({ values }, tables) => tables.valuesOf('subcategories', Number(values['subcategory']))?.['category'] ?? null,
    ),
    billableOption: oneOfValues(BILL_OPTIONS),
    agreementType: reference('agreementTypes', 'Finance.AgreementTypeReference'),
    customFields: { kind: 'customFields' },
  },
  defaults: (tables) => ({
    ...allFalse(FLAGS),
    productClass: 'NonInventory',
    unitOfMeasure: tables.defaultOf('unitsOfMeasure'),
    minStockLevel: 0,
    price: 0,
    cost: 0,
    billableOption: 'NoDefault',
  }),
  derive: ({ values }) => ({ name: values['description'] }),
};

const item = (identifier: string, description: string, more: Values): Values => ({
  identifier,
  description,
  customerDescription: description,
  productClass: 'Agreement',
  subcategory: 1,
  type: 1,
  unitOfMeasure: 2,
  recurringFlag: true,
  recurringBillCycle: 1,
  recurringCycleType: 'ContractYear',
  ...more,
});

const ITEMS: readonly Values[] = [
  item('MAILSEC-STD', 'Mail Security Standard', { price: 2.5, cost: 1.1, taxableFlag: true }),
  item('MAILSEC-PRO', 'Mail Security Professional', { price: 4.25, cost: 1.9, taxableFlag: true }),
  item('MAILSEC-ARC', 'Mail Archive', { price: 1.99, cost: 0.7 }),
  item('MAILSEC-OLD', 'Mail Filter (discontinued)', { price: 1.5, cost: 0.5, inactiveFlag: true }),
  item('ENDPOINT-01', 'Endpoint Protection', { subcategory: 2, unitOfMeasure: 1, price: 3.1, cost: 1.25 }),
  item('メール保護', 'メールセキュリティ標準', { price: 300, cost: 120 }),
];

/** Products, with those of a mail security service at the start. */
export function addCatalog(world: World): readonly Endpoint[] {
  fill('catalogItems', ITEM, ITEMS, world);
  world.tables.defineCustomFields(ITEM, [
    { id: 1, caption: 'Service level', type: 'Text', entryMethod: 'EntryField', numberOfDecimals: 0 },
  ]);
  const authorize = byRole('Product Catalog', world);
  return collection({ path: '/procurement/catalog', table: 'catalogItems', authorize }, world);
}
