import { allOf } from '../../connectwise/all-of.js';
import type { BoardCombination, BoardStatus } from '../../connectwise/boards.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Choice } from './template-problem.js';

/** What tickets can be classified with, as it is now and as far as it is in use; each list is read once. */
export class DeskReader {
  readonly #session: Pick<ConnectWiseSession, 'boards' | 'priorities' | 'ticketSources'>;
  readonly #read = new Map<string, Promise<readonly unknown[]>>();

  constructor(session: Pick<ConnectWiseSession, 'boards' | 'priorities' | 'ticketSources'>) {
    this.#session = session;
  }

  boards(): Promise<readonly Choice[]> {
    return this.#once('boards', async () => {
      const boards = await allOf(this.#session.boards.list());
      return boards.filter(({ isInactive, isForProjects }) => !isInactive && !isForProjects);
    });
  }

  statuses(boardId: number): Promise<readonly BoardStatus[]> {
    return this.#once(`statuses/${boardId}`, () => active(this.#session.boards.statuses(boardId)));
  }

  types(boardId: number): Promise<readonly Choice[]> {
    return this.#once(`types/${boardId}`, () => active(this.#session.boards.types(boardId)));
  }

  subTypes(boardId: number): Promise<readonly Choice[]> {
    return this.#once(`subTypes/${boardId}`, () => active(this.#session.boards.subTypes(boardId)));
  }

  items(boardId: number): Promise<readonly Choice[]> {
    return this.#once(`items/${boardId}`, () => active(this.#session.boards.items(boardId)));
  }

  teams(boardId: number): Promise<readonly Choice[]> {
    return this.#once(`teams/${boardId}`, () => allOf(this.#session.boards.teams(boardId)));
  }

  /** Which types, subtypes and items go together, those out of use among them. */
  combinations(boardId: number): Promise<readonly BoardCombination[]> {
    return this.#once(`combinations/${boardId}`, () => allOf(this.#session.boards.combinations(boardId)));
  }

  priorities(): Promise<readonly Choice[]> {
    return this.#once('priorities', () => allOf(this.#session.priorities.list()));
  }

  sources(): Promise<readonly Choice[]> {
    return this.#once('sources', () => allOf(this.#session.ticketSources.list()));
  }

  #once<Item>(list: string, read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    const known = this.#read.get(list) ?? read();
    this.#read.set(list, known);
    // A list is always read by the same function.
    return known as Promise<readonly Item[]>;
  }
}

async function active<Item extends { readonly isInactive: boolean }>(list: AsyncIterable<Item>): Promise<Item[]> {
  return (await allOf(list)).filter(({ isInactive }) => !isInactive);
}
