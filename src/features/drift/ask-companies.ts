import type { Company } from '../../connectwise/company.js';
import { splitIn } from '../../connectwise/conditions.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';

/** What ConnectWise says of companies, and of those that are gone where their people are now. */
export interface CompaniesAnswer {
  /** All that were found, survivors too. */
  readonly companies: readonly Company[];
  readonly absent: readonly number[];
  /** The company that took over, by the record id of the one that is gone. */
  readonly heirs: ReadonlyMap<number, number>;
  readonly calls: number;
}

const UNREADABLE = new Set<string>(['permission', 'not-found', 'endpoint-missing']);

/**
 * A merge leaves no trace of where it went, but contacts keep their record ids and move along: the main contact of the
 * company that is gone leads to the survivor. `contacts` are those that were known before, by company.
 */
export async function askCompanies(
  { companies, contacts }: ConnectWiseSession,
  ids: readonly number[],
  known: ReadonlyMap<number, number>,
): Promise<CompaniesAnswer> {
  const found = new Map((await companies.findByIds(ids)).map((company) => [company.id, company]));
  const absent = ids.filter((id) => !found.has(id));
  const gone = ids.filter((id) => found.get(id)?.isDeleted ?? true);
  const witnesses = new Map(
    gone.flatMap((id): [number, number][] => {
      const contact = found.get(id)?.defaultContactId ?? known.get(id);
      return contact === undefined ? [] : [[id, contact]];
    }),
  );
  const places = await ifReadable(contacts.companiesOf([...witnesses.values()]));
  const heirs = new Map(
    [...witnesses].flatMap(([id, contact]): [number, number][] => {
      const place = places.get(contact);
      return place === undefined || place === id ? [] : [[id, place]];
    }),
  );
  const unseen = [...new Set(heirs.values())].filter((id) => !found.has(id));
  const survivors = await companies.findByIds(unseen);
  const calls = [ids, [...witnesses.values()], unseen].reduce((sum, asked) => sum + splitIn('id', asked).length, 0);
  return { companies: [...found.values(), ...survivors], absent, heirs, calls };
}

/** Whoever may not read contacts learns of merges by likeness alone. */
async function ifReadable(places: Promise<ReadonlyMap<number, number>>): Promise<ReadonlyMap<number, number>> {
  try {
    return await places;
  } catch (error) {
    if (error instanceof ConnectWiseError && UNREADABLE.has(error.kind)) return new Map();
    throw error;
  }
}
