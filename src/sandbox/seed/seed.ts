import type { Row, Table } from '../store/table.js';
import { firstBy } from '../store/tables.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import { seedContracts } from './contracts.js';
import { type CompanyLandmarks, HOSTILE_IDENTIFIER, type Landmark, type Landmarks } from './landmarks.js';
import { type CompanyName, companyName, nearDuplicate } from './names.js';
import { Random } from './random.js';
import { stamps } from './stamps.js';

const MEMBERS: readonly Values[] = [
  { identifier: 'person', name: 'Pat Person' },
  { identifier: 'psabridge', name: 'API Member' },
];

const FIRST_ID = 250;
const FIRST_DAY = Date.UTC(2019, 0, 7);
const DAY = 86_400_000;

/** Fills the empty tables; the same seed and number of companies always make the same records. */
export function fillWorld(world: World, seed: number, companies: number): Landmarks {
  return seedContracts(world, seed, seedCompanies(world, seed, companies));
}

function seedCompanies(world: World, seed: number, companies: number): CompanyLandmarks {
  const members = world.tables.get('members');
  for (const [at, values] of MEMBERS.entries()) {
    members.insert({ id: at + 1, values, ...stamps(FIRST_DAY, 'setup') });
  }
  const seeder = new Seeder(world, seed);
  const landmarks = seeder.landmarks();
  const ordinary: Landmark[] = [];
  while (seeder.count < companies) {
    const landmark = seeder.bulk();
    if (landmark && ordinary.length < 50) {
      ordinary.push(landmark);
    }
  }
  return { ...landmarks, ordinary: [landmarks.ordinary[0], ...ordinary] };
}

class Seeder {
  readonly #random: Random;
  readonly #table: Table;
  readonly #statuses: { readonly active: number; readonly inactive: number; readonly hold: number };
  /** Shared by all companies of the same types, which at 100,000 companies saves megabytes. */
  readonly #typeLists: readonly [readonly number[], ...(readonly number[])[]] = [
    [1],
    [1],
    [1],
    [6],
    [2],
    [3],
    [1, 4],
    [5],
  ];
  #lastName = 'Harbor Dental, Inc.';

  constructor(world: World, seed: number) {
    this.#random = new Random(seed);
    this.#table = world.tables.get('companies');
    const status = (name: string): number => firstBy(world.tables.get('companyStatuses'), 'name', name)?.id ?? 1;
    this.#statuses = { active: status('Active'), inactive: status('Inactive'), hold: status('Credit Hold') };
  }

  get count(): number {
    return this.#table.rows.length;
  }

  landmarks(): CompanyLandmarks {
    const named = (identifier: string, more: Values = {}, name = `${identifier} Inc`): Landmark =>
      landmark(this.#insert({ identifier, name, isJapanese: false }, more));
    const deleted = { deletedFlag: true, dateDeleted: FIRST_DAY + 900 * DAY, deletedBy: 'person' };
    const deletedTwin = named('HarborDental', deleted, 'Harbor Dental (old)');
    const first = named('HarborDental', {}, 'Harbor Dental, Inc.');
    const ambiguous: [Landmark, Landmark] = [
      named('Northwind', {}, 'Northwind Traders Ltd'),
      named('Northwind', { zip: '33602-1234-OLD-FORMAT' }, 'Northwind Trading LLC'),
    ];
    return {
      ordinary: [first],
      deletedTwin,
      ambiguous,
      outdated: ambiguous[1],
      inactive: named('DormantWorks', { status: this.#statuses.inactive }),
      deleted: named('GoneFishing', deleted),
      digits: named(String(first.id), {}, 'Digits & Sons'),
      hostile: named(HOSTILE_IDENTIFIER),
      longest: named('LongIdentifier-'.repeat(11).slice(0, 156), {}, 'The Company With The Longest Identifier GmbH'),
      japanese: named('桜井システム', { country: 4 }, '株式会社桜井システム'),
    };
  }

  /** Makes one more; answers it if there is nothing special about it. */
  bulk(): Landmark | undefined {
    const chance = this.#random.next();
    const drawn = companyName(this.#random);
    const isNear = this.#random.chance(0.04);
    const name = isNear ? nearDuplicate(this.#lastName, this.#random) : drawn.name;
    this.#lastName = isNear ? drawn.name : name;
    const company = { ...drawn, name, identifier: this.#free(drawn.identifier) };
    const row = this.#insert(company, this.#fate(chance));
    return chance >= 0.11 && !isNear ? landmark(row) : undefined;
  }

  #fate(chance: number): Values {
    if (chance < 0.06) {
      return { status: this.#statuses.inactive };
    }
    if (chance < 0.09) {
      return { deletedFlag: true, dateDeleted: FIRST_DAY + 900 * DAY, deletedBy: 'person' };
    }
    return chance < 0.11 ? { status: this.#statuses.hold } : {};
  }

  #free(identifier: string): string {
    const isTaken = (candidate: string): boolean => (this.#table.find('identifier', candidate)?.length ?? 0) > 0;
    return isTaken(identifier) ? `${identifier}${this.#table.nextId}` : identifier;
  }

  #insert(company: CompanyName, more: Values): Row {
    const random = this.#random;
    const id = Math.max(FIRST_ID, this.#table.nextId) + (random.chance(0.1) ? 1 + random.below(3) : 0);
    const entered = FIRST_DAY + random.below(1_500 * 24) * 3_600_000;
    const values = { ...this.#plain(company, id), ...more };
    const updatedAt = entered + random.below(500 * 24) * 3_600_000;
    return this.#table.insert({ id, values, ...stamps(entered, 'person'), updatedAt });
  }

  /** Every company is made of the same fields in the same order, so that the engine can keep them compactly. */
  #plain(company: CompanyName, id: number): Values {
    const random = this.#random;
    const { isJapanese } = company;
    const number = 1_000 + random.below(9_000);
    return {
      identifier: company.identifier,
      name: company.name,
      status: this.#statuses.active,
      addressLine1: isJapanese ? `中央${1 + random.below(9)}-${1 + random.below(30)}` : `${number} Main Street`,
      city: isJapanese ? '名古屋市' : random.pick(['Tampa', 'Boston', 'London', 'Berlin', 'Denver']),
      state: isJapanese ? '愛知県' : random.pick(['FL', 'MA', 'CO', 'TX']),
      zip: isJapanese ? `460-${number}` : String(10_000 + random.below(89_999)),
      country: isJapanese ? 4 : 1,
      phoneNumber: isJapanese ? `052-555-${number}` : `555-01${String(number).slice(-2)}-${number}`,
      website: `https://company-${id}.example`,
      territory: isJapanese ? 3 : 1,
      leadFlag: false,
      unsubscribeFlag: false,
      deletedFlag: false,
      dateDeleted: null,
      deletedBy: null,
      isVendorFlag: false,
      types: random.pick(this.#typeLists),
    };
  }
}

function landmark(row: Row): Landmark {
  return { id: row.id, identifier: String(row.values['identifier']) };
}
