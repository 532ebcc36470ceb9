import { ExpiringCache } from '../../connectwise/expiring-cache.js';
import type { Caller } from '../../shared/caller.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { DeskReader } from './desk-reader.js';
import type { Choice } from './template-problem.js';

export interface StatusChoice extends Choice {
  readonly isClosed: boolean;
  readonly isDefault: boolean;
}

/** A type with a subtype and an item that go with it, where there are any. */
export interface Combination {
  readonly typeId: number;
  readonly subTypeId: number | undefined;
  readonly itemId: number | undefined;
}

/** What belongs to one board. */
export interface BoardChoices extends Choice {
  readonly statuses: readonly StatusChoice[];
  readonly types: readonly Choice[];
  readonly subTypes: readonly Choice[];
  readonly items: readonly Choice[];
  readonly teams: readonly Choice[];
  readonly combinations: readonly Combination[];
}

/** What every board shares. */
export interface DeskChoices {
  readonly boards: readonly Choice[];
  readonly priorities: readonly Choice[];
  readonly sources: readonly Choice[];
}

export interface TicketingOptions extends DeskChoices {
  readonly board: BoardChoices | undefined;
}

const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 1_000;

/**
 * What a template can be made of, for a form. It is remembered for minutes, so that going through the boards of a form
 * asks ConnectWise once for each; what is saved is checked against ConnectWise itself.
 */
export class TicketingOptionsService {
  readonly #integration: IntegrationService;
  readonly #desks: ExpiringCache<DeskChoices>;
  readonly #boards: ExpiringCache<BoardChoices>;

  constructor(integration: IntegrationService, monotonic = () => performance.now()) {
    this.#integration = integration;
    this.#desks = new ExpiringCache(MOST_REMEMBERED, REMEMBERED_MS, monotonic);
    this.#boards = new ExpiringCache(MOST_REMEMBERED, REMEMBERED_MS, monotonic);
  }

  /** @throws Failure NOT_CONFIGURED, INTEGRATION_DISABLED, and why ConnectWise cannot be asked */
  async read(caller: Caller, boardId: number | undefined): Promise<TicketingOptions> {
    const { id: instanceId } = await this.#integration.instance(caller);
    const desk = `${caller.accountId}/${instanceId}`;
    const known = this.#desks.get(desk);
    const knownBoard = boardId === undefined ? undefined : this.#boards.get(`${desk}/${boardId}`);
    if (known && (boardId === undefined || knownBoard)) return { ...known, board: knownBoard };
    return this.#integration.ask(caller, async (session) => {
      const reader = new DeskReader(session);
      const choices = known ?? (await deskChoices(reader));
      this.#desks.set(desk, choices);
      const chosen = choices.boards.find(({ id }) => id === boardId);
      const board = knownBoard ?? (chosen && (await boardChoices(reader, chosen)));
      if (board) this.#boards.set(`${desk}/${board.id}`, board);
      return { ...choices, board };
    });
  }
}

async function deskChoices(reader: DeskReader): Promise<DeskChoices> {
  return { boards: await reader.boards(), priorities: await reader.priorities(), sources: await reader.sources() };
}

async function boardChoices(reader: DeskReader, { id, name }: Choice): Promise<BoardChoices> {
  const parts = {
    ...{ id, name, statuses: await reader.statuses(id), types: await reader.types(id) },
    ...{ subTypes: await reader.subTypes(id), items: await reader.items(id), teams: await reader.teams(id) },
  };
  const isActive = (choices: readonly Choice[], part: { readonly id: number } | null) =>
    part === null || choices.some((choice) => choice.id === part.id);
  const combinations = (await reader.combinations(id)).flatMap(({ type, subType, item }) =>
    type && isActive(parts.types, type) && isActive(parts.subTypes, subType) && isActive(parts.items, item)
      ? [{ typeId: type.id, subTypeId: subType?.id, itemId: item?.id }]
      : [],
  );
  return { ...parts, combinations };
}
