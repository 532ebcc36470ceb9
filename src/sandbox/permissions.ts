export type Level = 'None' | 'My' | 'All';

/** What a role may do within one function of a module. */
export interface Levels {
  readonly add: Level;
  readonly edit: Level;
  readonly delete: Level;
  readonly inquire: Level;
}

export type Action = keyof Levels;

export interface RoleRow extends Levels {
  readonly module: string;
  readonly function: string;
}

/** How `/system/mySecurity` behaves: older servers refuse it or do not have it. */
export type MySecurityAnswer = 'available' | 'forbidden' | 'missing';

const ROWS: Readonly<Record<string, readonly string[]>> = {
  Companies: ['Company Maintenance', 'Contacts', 'Configurations', 'Team Members', 'Manage Attachments'],
  'Service Desk': ['Service Tickets', 'Close Service Tickets', 'Merge Tickets'],
  Finance: ['Agreements', 'Invoicing'],
  Procurement: ['Product Catalog', 'Products'],
  System: ['Table Setup', 'Member Maintenance', 'My Company', 'API Reports'],
  'Time & Expense': ['Time Entry'],
};

const CUSTOMIZE_ITEMS: readonly string[] = [
  'Company / Company Status',
  'Company / Company Type',
  'Company / Configuration',
  'Company / Configuration Status',
  'Service / Service Board',
  'Company / Communication Type',
  'Company / Contact Type',
  'Company / Market Description',
  'Company / Note Type',
  'Company / Ownership Type',
  'General / Address Format',
  'General / Country',
  'General / State',
  'General / Tax Code',
  'Agreements / Agreement Type',
  'Invoices / Billing Cycle',
  'Invoices / Billing Status',
  'Invoices / Billing Terms',
  'Procurement / Category',
  'Procurement / Manufacturer',
  'Procurement / Product Type',
  'Procurement / Subcategory',
  'Procurement / Unit of Measure',
  'General / Hosted API',
];

const FULL: Levels = { add: 'All', edit: 'All', delete: 'All', inquire: 'All' };

/** The security role of the API member; endpoints and `/system/mySecurity` read the very same table. */
export class Permissions {
  readonly #levels = new Map<string, Levels>();
  #customizeItems: readonly string[] = CUSTOMIZE_ITEMS;
  mySecurity: MySecurityAnswer = 'available';

  /** A full integrator role, as at the start. */
  reset(): void {
    this.#levels.clear();
    this.#customizeItems = CUSTOMIZE_ITEMS;
    this.mySecurity = 'available';
  }

  /** Changes the levels of one function, such as `Company Maintenance`; those not named stay. */
  set(functionName: string, levels: Partial<Levels>): void {
    if (!this.rows().some((row) => row.function === functionName)) {
      throw new RangeError(`There is no function ${functionName}`);
    }
    this.#levels.set(functionName, { ...this.levels(functionName), ...levels });
  }

  setAll(levels: Partial<Levels>): void {
    for (const row of this.rows()) {
      this.set(row.function, levels);
    }
  }

  levels(functionName: string): Levels {
    return this.#levels.get(functionName) ?? FULL;
  }

  rows(): readonly RoleRow[] {
    return Object.entries(ROWS).flatMap(([module, functions]) =>
      functions.map((name) => ({ module, function: name, ...this.levels(name) })),
    );
  }

  /** The set-up tables that "customize" beside Table Setup gives access to. */
  get customizeItems(): readonly string[] {
    return this.#customizeItems;
  }

  setCustomizeItems(items: readonly string[]): void {
    this.#customizeItems = [...items];
  }
}
