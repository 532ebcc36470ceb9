import type { Row } from '../store/table.js';
import type { World } from '../world.js';
import { Contracts, PRODUCT, TYPE } from './agreements.js';
import type { AgreementLandmarks, CompanyLandmarks, Landmark, Landmarks } from './landmarks.js';
import { companyName } from './names.js';
import { People } from './people.js';
import { Random } from './random.js';
import { stamps } from './stamps.js';

/** Sites, contacts, agreements and additions, drawn apart from the companies so that those stay what they are. */
export function seedContracts(world: World, seed: number, landmarks: CompanyLandmarks): Landmarks {
  const random = new Random(seed ^ 0x5eed);
  const writer = new ContractSeeder(world, random);
  const special = new Set(
    Object.values(landmarks)
      .flat()
      .map(({ id }) => id),
  );
  const ordinary = new Set(landmarks.ordinary.map(({ id }) => id));
  let renamed: Landmark | null = null;
  for (const row of world.tables.get('companies').rows) {
    if (ordinary.has(row.id)) {
      writer.plain(row);
    } else if (!special.has(row.id) && row.values['deletedFlag'] !== true) {
      writer.drawn(row);
      if (random.chance(0.02)) {
        row.values = { ...row.values, name: companyName(random).name };
        renamed ??= { id: row.id, identifier: String(row.values['identifier']) };
      }
    }
  }
  const agreements = writer.special(landmarks.japanese.id);
  return { ...landmarks, renamed, merged: writer.merged(landmarks.digits), agreements };
}

class ContractSeeder {
  readonly #people: People;
  readonly #contracts: Contracts;

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {
    this.#people = new People(world, random);
    this.#contracts = new Contracts(world);
  }

  /** One running agreement with one addition, as nearly every customer has it. */
  plain(company: Row): void {
    const contact = this.#people.settle(company);
    const agreement = this.#contracts.sign({ company, contact, name: 'Mail Security', type: TYPE.mailSecurity });
    this.#contracts.add(agreement, PRODUCT.standard, 1 + this.random.below(250));
  }

  drawn(company: Row): void {
    const { random } = this;
    if (random.chance(0.5)) {
      return;
    }
    const contact = this.#people.settle(company);
    const fate = random.next();
    if (fate < 0.25) {
      return;
    }
    const type = random.chance(0.8) ? TYPE.mailSecurity : TYPE.managedServices;
    const more = fate < 0.29 ? CANCELLED : fate < 0.33 ? EXPIRED : {};
    const name = type === TYPE.mailSecurity ? 'Mail Security' : 'Managed Services';
    const agreement = this.#contracts.sign({ company, contact, name, type, more });
    this.#contracts.add(agreement, random.pick([PRODUCT.standard, PRODUCT.professional]), 1 + random.below(250));
    if (random.chance(0.3)) {
      this.#contracts.add(agreement, PRODUCT.archive, 1 + random.below(250));
    }
  }

  /** One agreement for each thing that can be wrong with one. */
  special(companyId: number): AgreementLandmarks {
    const company = this.#company(companyId);
    const contact = this.#people.settle(company);
    const sign = (name: string, more = {}, type: number = TYPE.managedServices): number =>
      this.#contracts.sign({ company, contact, name, type, more });
    const active = sign('Active');
    const doubled = sign('Doubled');
    const oneTime = sign('One Time', {}, TYPE.blockTime);
    const endings = {
      cancelled: sign('Cancelled', CANCELLED),
      expired: sign('Expired', EXPIRED),
      upcoming: sign('Upcoming', UPCOMING),
    };
    for (const agreement of [active, doubled, doubled, oneTime, ...Object.values(endings)]) {
      this.#contracts.add(agreement, PRODUCT.standard, 10);
    }
    const outdated = sign('Outdated', { billTime: null });
    return {
      companyId,
      active,
      empty: sign('Empty'),
      doubled,
      oneTime,
      ...endings,
      outdated,
    };
  }

  /** A company that went into another: its number leads nowhere, its agreement is the other's. */
  merged(into: Landmark): Landmarks['merged'] {
    const table = this.world.tables.get('companies');
    const survivor = this.#company(into.id);
    const identifier = 'MergedAway';
    const { id } = table.insert({ id: table.nextId, values: { identifier }, ...stamps(survivor.enteredAt, 'person') });
    table.remove(id);
    const contact = this.#people.settle(survivor);
    const agreement = this.#contracts.sign({
      company: survivor,
      contact,
      name: 'Mail Security of MergedAway',
      type: TYPE.mailSecurity,
    });
    this.#contracts.add(agreement, PRODUCT.standard, 12);
    return { id, identifier, into };
  }

  #company(id: number): Row {
    const row = this.world.tables.get('companies').get(id);
    if (!row) {
      throw new RangeError(`There is no company ${id}`);
    }
    return row;
  }
}

const CANCELLED = { cancelledFlag: true, dateCancelled: Date.UTC(2024, 5, 30), reasonCancelled: 'Moved away' };
const EXPIRED = { noEndingDateFlag: false, endDate: Date.UTC(2024, 11, 31) };
const UPCOMING = { startDate: Date.UTC(2099, 0, 1), billStartDate: Date.UTC(2099, 0, 1) };
