import { z } from 'zod';
import { type ListOptions, listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, listOf, recordId, text } from './shapes.js';

const systemInfoShape = z.object({
  version: text,
  isCloud: z.boolean().nullish(),
  cloudRegion: text,
  serverTimeZone: text,
});

const rightShape = z.object({
  moduleName: text,
  moduleDescription: text,
  moduleIdentifier: text,
  moduleFunctionName: text,
  moduleFunctionDescription: text,
  moduleFunctionIdentifier: text,
  addLevel: text,
  editLevel: text,
  deleteLevel: text,
  inquireLevel: text,
  customFlag: z.boolean().nullish(),
});

const customizedItemShape = z.object({ customizeIdentifier: text, itemIdentifier: text });

const memberShape = z.object({
  id: recordId,
  identifier: z.string(),
  firstName: text,
  lastName: text,
  fullName: text,
  inactiveFlag: flag,
});

export type SystemInfo = z.infer<typeof systemInfoShape>;
/** One row of the caller's effective rights. Levels are `None`, `My`, `All`, or null when ConnectWise says nothing. */
export type SecurityRight = z.infer<typeof rightShape>;
/** One item chosen where a row of the role is customised, for example a table of Table Setup. */
export type CustomizedItem = z.infer<typeof customizedItemShape>;

export interface Member {
  readonly id: number;
  readonly identifier: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
  readonly isInactive: boolean;
}

/** The system itself: its version, and what the caller may do. */
export class System {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  async info(): Promise<SystemInfo> {
    return (await this.#requester.get({ route: '/system/info', shape: systemInfoShape })).value;
  }

  /** Effective rights of the API member. Older servers and narrow roles do not answer this. */
  async mySecurity(): Promise<readonly SecurityRight[]> {
    const request = { route: '/system/mySecurity', query: { pageSize: 1_000 }, shape: listOf(rightShape) };
    return (await this.#requester.get(request)).value;
  }

  async customizedItems(): Promise<readonly CustomizedItem[]> {
    const route = '/system/mySecurity/customizeItems/';
    const request = { route, query: { pageSize: 1_000 }, shape: listOf(customizedItemShape) };
    return (await this.#requester.get(request)).value;
  }

  /** Everybody who works in this ConnectWise, from its light list, which narrow roles may read as well. */
  async *members(options: ListOptions = {}): AsyncGenerator<Member, void, undefined> {
    const members = { route: '/system/info/members', fields: fieldsOf(memberShape), shape: memberShape };
    for await (const { inactiveFlag, ...member } of listRecords(this.#requester, members, options)) {
      yield { ...member, isInactive: inactiveFlag };
    }
  }
}
