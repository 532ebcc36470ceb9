import { deriveAddition } from '../resources/finance/addition-rules.js';
import { deriveAgreement } from '../resources/finance/agreement-rules.js';
import type { Row, Table } from '../store/table.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import { insertSeeded } from './seeded-row.js';
import { SETUP } from './setup.js';

/** An agreement of the seed as far as its maker has a say in it. */
export interface Contract {
  readonly company: Row;
  readonly contact: number;
  readonly name: string;
  readonly type: number;
  readonly more?: Values;
}

/** What the agreements of a seed are made of, by record id. */
export const TYPE = { mailSecurity: 1, managedServices: 2, blockTime: 3 } as const;
export const PRODUCT = { standard: 1, professional: 2, archive: 3 } as const;

export const START = Date.UTC(2024, 0, 1);

/** Makes agreements and additions as if they had been entered by hand. */
export class Contracts {
  readonly #agreements: Table;
  readonly #additions: Table;
  readonly #defaults: Values;
  /** What the server fills in is the same for all agreements of a type, and for all additions of a product. */
  readonly #filled = new Map<string, Values>();

  constructor(private readonly world: World) {
    this.#agreements = world.tables.get('agreements');
    this.#additions = world.tables.get('additions');
    this.#defaults = this.#agreements.shape.defaults?.(world.tables) ?? {};
  }

  /** Answers the record id of the agreement. */
  sign({ company, contact, name, type, more = {} }: Contract): number {
    const filled = this.#fill(`type ${type}`, () =>
      deriveAgreement({ values: { ...this.#defaults, type, startDate: START }, ...this.#draft }),
    );
    const { id, enteredAt } = company;
    const own = { name, company: id, contact, billToCompany: id };
    return insertSeeded(this.#agreements, enteredAt, () => ({ ...this.#defaults, ...filled, type, ...own, ...more }));
  }

  add(agreementId: number, product: number, quantity: number): void {
    const filled = this.#fill(`product ${product}`, () =>
      deriveAddition({ values: { product, effectiveDate: START }, ...this.#draft }),
    );
    insertSeeded(this.#additions, START, () => {
      return { ...filled, product, billCustomer: 'Billable', agreementId, quantity };
    });
  }

  get #draft(): { readonly before: null; readonly tables: World['tables']; readonly author: typeof SETUP } {
    return { before: null, tables: this.world.tables, author: SETUP };
  }

  #fill(key: string, make: () => Values): Values {
    const filled = this.#filled.get(key) ?? make();
    this.#filled.set(key, filled);
    return filled;
  }
}
