import type { Values } from '../store/values.js';

/** What a level looks at: the record itself, all records of the owner, or a field of the record. */
type Level = 'self' | 'all' | string;

const company = { company: 'company' };
const status = { status: 'status' };
const type = { type: 'type' };
const owner = { owner: 'all' };

/** The levels of each type of callback. Those of `site` are not documented, so none is recognized. */
const LEVELS: Readonly<Record<string, Readonly<Record<string, Level>>>> = {
  activity: { ...owner, ...status, ...type, ...company, activity: 'self' },
  agreement: { ...owner, ...type, ...company, agreement: 'self' },
  company: {
    ...owner,
    ...status,
    type: 'types',
    territory: 'territory',
    company: 'self',
    integratortag: 'integratorTags',
  },
  configuration: { ...owner, ...type, ...status, configuration: 'self' },
  contact: { ...owner, type: 'types', territory: 'territory', ...company, contact: 'self' },
  expense: { ...owner, chargetotype: 'chargeToType', ...type, class: 'class', ...company, expense: 'self' },
  invoice: { ...owner, ...status, ...company, invoice: 'self' },
  member: { ...owner, location: 'defaultLocation', securityrole: 'securityRole', member: 'self' },
  opportunity: { ...owner, statusid: 'status', ...company, opportunity: 'self' },
  productcatalog: { ...owner },
  project: { ...owner, ...status, board: 'board', project: 'self' },
  purchaseorder: { ...owner, ...status, vendor: 'vendorCompany', ...company, purchaseorder: 'self' },
  schedule: { ...owner, ...status, ...type, location: 'location', member: 'member', schedule: 'self' },
  site: {},
  ticket: {
    ...owner,
    board: 'board',
    project: 'project',
    phase: 'phase',
    ...status,
    ticket: 'self',
    integratortag: 'integratorTags',
  },
  time: { ...owner, ...company, time: 'self' },
};

/** The objectId that stands for everything an owner has. */
const EVERYTHING = 1;

export function isLevel(typeName: string, level: string): boolean {
  return levelOf(typeName, level) !== undefined;
}

export interface Subject {
  readonly id: number;
  readonly values: Values;
  /** The text of an integrator tag; undefined when there is none of that id. */
  readonly tagText: (id: number) => string | undefined;
}

/** Whether a callback for this level and object is about the record as it is now. */
export function isAbout(callback: { type: string; level: string; objectId: number }, subject: Subject): boolean {
  const level = levelOf(callback.type, callback.level);
  switch (level) {
    case undefined:
      return false;
    case 'all':
      return callback.objectId === EVERYTHING;
    case 'self':
      return callback.objectId === subject.id;
    default: {
      const wanted = level === 'integratorTags' ? subject.tagText(callback.objectId) : callback.objectId;
      return wanted !== undefined && [subject.values[level] ?? []].flat().some((held) => held === wanted);
    }
  }
}

/** Own names only: `constructor` is no type. */
function levelOf(type: string, level: string): Level | undefined {
  const levels = Object.hasOwn(LEVELS, type.toLowerCase()) ? LEVELS[type.toLowerCase()] : undefined;
  return levels && Object.hasOwn(levels, level.toLowerCase()) ? levels[level.toLowerCase()] : undefined;
}
