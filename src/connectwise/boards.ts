import { z } from 'zod';
import { type Collection, type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, type NamedReference, recordId, reference } from './shapes.js';

export interface Board {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
  /** Boards of projects take no service tickets. */
  readonly isForProjects: boolean;
}

/** A type, subtype or item of a board. */
export interface BoardClass {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
}

export interface BoardStatus {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
  readonly isClosed: boolean;
  readonly isDefault: boolean;
  readonly sortOrder: number | null;
}

export interface BoardTeam {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}

/** One permitted combination. */
export interface BoardCombination {
  readonly id: number;
  readonly type: NamedReference | null;
  readonly subType: NamedReference | null;
  readonly item: NamedReference | null;
}

const named = { id: recordId, name: z.string() };

const boardFields = z.object({ ...named, inactiveFlag: flag, projectFlag: flag });
const classFields = z.object({ ...named, inactiveFlag: flag });
const statusFields = z.object({
  ...named,
  // Not inactiveFlag, as everywhere else.
  inactive: flag,
  ...{ closedStatus: flag, defaultFlag: flag, sortOrder: z.int().nullish() },
});
const teamFields = z.object({ ...named, defaultFlag: flag });
const combinationFields = z.object({ id: recordId, type: reference, subType: reference, item: reference });

const boardShape = boardFields.transform(
  ({ inactiveFlag, projectFlag, ...same }): Board => ({
    ...same,
    isInactive: inactiveFlag,
    isForProjects: projectFlag,
  }),
);
const classShape = classFields.transform(
  ({ inactiveFlag, ...same }): BoardClass => ({ ...same, isInactive: inactiveFlag }),
);
const statusShape = statusFields.transform(
  ({ inactive, closedStatus, defaultFlag, sortOrder, ...same }): BoardStatus => ({
    ...same,
    isInactive: inactive,
    isClosed: closedStatus,
    isDefault: defaultFlag,
    sortOrder: sortOrder ?? null,
  }),
);
const teamShape = teamFields.transform(({ defaultFlag, ...same }): BoardTeam => ({ ...same, isDefault: defaultFlag }));

/** Service boards and what belongs to each. */
export class Boards {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<Board, void, undefined> {
    const boards = { route: '/service/boards', fields: fieldsOf(boardFields), shape: boardShape };
    return listRecords(this.#requester, boards, options);
  }

  types(boardId: number): AsyncGenerator<BoardClass, void, undefined> {
    return listRecords(this.#requester, of(boardId, 'types', { fields: fieldsOf(classFields), shape: classShape }));
  }

  subTypes(boardId: number): AsyncGenerator<BoardClass, void, undefined> {
    return listRecords(this.#requester, of(boardId, 'subtypes', { fields: fieldsOf(classFields), shape: classShape }));
  }

  items(boardId: number): AsyncGenerator<BoardClass, void, undefined> {
    return listRecords(this.#requester, of(boardId, 'items', { fields: fieldsOf(classFields), shape: classShape }));
  }

  statuses(boardId: number): AsyncGenerator<BoardStatus, void, undefined> {
    return listRecords(
      this.#requester,
      of(boardId, 'statuses', { fields: fieldsOf(statusFields), shape: statusShape }),
    );
  }

  teams(boardId: number): AsyncGenerator<BoardTeam, void, undefined> {
    return listRecords(this.#requester, of(boardId, 'teams', { fields: fieldsOf(teamFields), shape: teamShape }));
  }

  /** Which types, subtypes and items go together. */
  combinations(boardId: number): AsyncGenerator<BoardCombination, void, undefined> {
    const combinations = { fields: fieldsOf(combinationFields), shape: combinationFields };
    return listRecords(this.#requester, of(boardId, 'typeSubTypeItemAssociations', combinations));
  }
}

function of<Item>(boardId: number, part: string, read: Pick<Collection<Item>, 'fields' | 'shape'>): Collection<Item> {
  const path = `/service/boards/${idPart(boardId, 'boardId')}/${part}`;
  return { route: `/service/boards/{id}/${part}`, path, ...read };
}
