import type { Row, Table } from '../store/table.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import type { Random } from './random.js';
import { insertSeeded } from './seeded-row.js';

/** The country of a Japanese company in the seed. */
const JAPAN = 4;
const EMAIL = 1;
const DIRECT = 2;

/** Makes a site and a contact of a company. */
export class People {
  readonly #sites: Table;
  readonly #contacts: Table;
  readonly #communications: Table;

  constructor(
    world: World,
    private readonly random: Random,
  ) {
    this.#sites = world.tables.get('sites');
    this.#contacts = world.tables.get('contacts');
    this.#communications = world.tables.get('communications');
  }

  /** Answers the record id of the contact. */
  settle(company: Row): number {
    const { id, values, enteredAt } = company;
    const site = insertSeeded(this.#sites, enteredAt, () => siteOf(id, values));
    const person = this.#person(values['country'] === JAPAN);
    const contactId = insertSeeded(this.#contacts, enteredAt, () => contactOf(person, { company: id, site }));
    insertSeeded(this.#communications, enteredAt, () => {
      const value = `contact-${contactId}@company-${id}.example`;
      return { contactId, type: EMAIL, value, defaultFlag: true };
    });
    if (this.random.chance(0.4)) {
      insertSeeded(this.#communications, enteredAt, () => {
        const value = `555-02${String(contactId).padStart(2, '0').slice(-2)}`;
        return { contactId, type: DIRECT, value, defaultFlag: false };
      });
    }
    return contactId;
  }

  #person(isJapanese: boolean): readonly [string, string] {
    const { random } = this;
    return isJapanese
      ? [random.pick(['太郎', '花子', '健', '美咲']), random.pick(['佐藤', '鈴木', '高橋', '田中', '渡辺'])]
      : [
          random.pick(['Alex', 'Robin', 'Sam', 'Zoë', 'Kim']),
          random.pick(['Smith', "O'Hara", 'Weber', 'Garcia', 'Lindström']),
        ];
  }
}

function contactOf([firstName, lastName]: readonly [string, string], at: { company: number; site: number }): Values {
  const name = `${firstName} ${lastName}`;
  return { firstName, lastName, ...at, inactiveFlag: false, defaultFlag: true, name };
}

function siteOf(company: number, { addressLine1, city, zip, country, phoneNumber }: Values): Values {
  return {
    name: 'Main',
    addressLine1,
    city,
    zip,
    country,
    phoneNumber,
    primaryAddressFlag: true,
    inactiveFlag: false,
    company,
  };
}
