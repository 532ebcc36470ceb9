import type { Endpoint } from '../../http/operation.js';
import { flag, oneOfValues, reference, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { namesOf, type SetUpTable, setUpTable } from '../set-up.js';

const NAME = text(50, { required: true });

const UNITS: SetUpTable = {
  table: 'unitsOfMeasure',
  item: 'Procurement / Unit of Measure',
  shape: {
    name: 'unitOfMeasure',
    label: 'Unit of Measure',
    path: '/procurement/unitOfMeasures',
    shownAs: ['name'],
    fields: { name: NAME, inactiveFlag: flag(), defaultFlag: flag(), uomScheduleXref: text(31) },
    defaults: () => ({ inactiveFlag: false, defaultFlag: false }),
  },
  rows: [{ name: 'Each', defaultFlag: true }, { name: 'Mailbox' }, { name: 'Hour' }],
};

const CATEGORIES: SetUpTable = {
  table: 'categories',
  item: 'Procurement / Category',
  shape: {
    name: 'category',
    label: 'Product Category',
    path: '/procurement/categories',
    shownAs: ['name'],
    fields: {
      name: NAME,
      inactiveFlag: flag(),
      priceLevelXref: text(10),
      integrationXref: text(50),
      defaultFlag: flag(),
    },
    defaults: () => ({ inactiveFlag: false, defaultFlag: false }),
  },
  rows: namesOf(['Security', 'Hardware', 'Services']),
};

const SUBCATEGORIES: SetUpTable = {
  table: 'subcategories',
  item: 'Procurement / Subcategory',
  listPath: '/procurement/subcategories/',
  shape: {
    name: 'subCategory',
    label: 'Product Subcategory',
    path: '/procurement/subcategories',
    shownAs: ['name'],
    fields: {
      name: NAME,
      inactiveFlag: flag(),
      integrationXref: text(50),
      defaultFlag: flag(),
      category: reference('categories', 'Procurement.ProductCategoryReference', { required: true }),
    },
    defaults: () => ({ inactiveFlag: false, defaultFlag: false }),
  },
  rows: [
    { name: 'Mail Security', category: 1 },
    { name: 'Endpoint Security', category: 1 },
    { name: 'Servers', category: 2 },
    { name: 'Consulting', category: 3 },
  ],
};

const TYPES: SetUpTable = {
  table: 'productTypes',
  item: 'Procurement / Product Type',
  shape: {
    name: 'productType',
    label: 'Product Type',
    path: '/procurement/types',
    shownAs: ['name'],
    fields: {
      name: NAME,
      inactiveFlag: flag(),
      typeXref: oneOfValues(['InventoryPart', 'NonInventoryPart', 'OtherCharge', 'Service']),
      defaultFlag: flag(),
    },
    defaults: () => ({ inactiveFlag: false, defaultFlag: false }),
  },
  rows: [
    { name: 'Software', typeXref: 'NonInventoryPart', defaultFlag: true },
    { name: 'Hardware', typeXref: 'InventoryPart' },
    { name: 'Service', typeXref: 'Service' },
  ],
};

const MANUFACTURERS: SetUpTable = {
  table: 'manufacturers',
  item: 'Procurement / Manufacturer',
  shape: {
    name: 'manufacturer',
    label: 'Manufacturer',
    path: '/procurement/manufacturers',
    shownAs: ['name'],
    fields: { name: NAME, inactiveFlag: flag() },
    defaults: () => ({ inactiveFlag: false }),
  },
  rows: namesOf(['Example Software', 'Example Hardware']),
};

export function addProcurementSetUp(world: World): readonly Endpoint[] {
  return [UNITS, CATEGORIES, SUBCATEGORIES, TYPES, MANUFACTURERS].flatMap((table) => setUpTable(table, world));
}
