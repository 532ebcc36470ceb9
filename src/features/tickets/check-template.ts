import type { BoardCombination } from '../../connectwise/boards.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { ProblemList } from '../../shared/failure.js';
import type { TicketTemplate } from './template.js';

interface Choice {
  readonly id: number;
  readonly name: string;
}

interface Classed extends Choice {
  readonly isInactive?: boolean;
}

const MOST_CHOICES = 20;

/**
 * Holds a template against the board as it is now, as a whole: each part must belong to it and be active, and type,
 * subtype and item must go together. What is wrong is added by field, with what could be chosen instead.
 * @throws ConnectWiseError
 */
export async function checkTemplate(
  { boards, priorities, ticketSources }: ConnectWiseSession,
  template: TicketTemplate,
  problems: ProblemList,
): Promise<void> {
  const { boardId, statusId, closedStatusId, typeId, subTypeId, itemId, teamId, priorityId, sourceId } = template;
  const usable = (await all(boards.list())).filter(({ isInactive, isForProjects }) => !isInactive && !isForProjects);
  const check = new Check(problems);
  if (!check.has('boardId', boardId, usable)) return;
  const statuses = (await all(boards.statuses(boardId))).filter(({ isInactive }) => !isInactive);
  check.has(
    'statusId',
    statusId,
    statuses.filter(({ isClosed }) => !isClosed),
  );
  check.has(
    'closedStatusId',
    closedStatusId,
    statuses.filter(({ isClosed }) => isClosed),
  );
  if (typeId !== null) check.has('typeId', typeId, await active(boards.types(boardId)));
  if (subTypeId !== null) check.has('subTypeId', subTypeId, await active(boards.subTypes(boardId)));
  if (itemId !== null) check.has('itemId', itemId, await active(boards.items(boardId)));
  if (teamId !== null) check.has('teamId', teamId, await all(boards.teams(boardId)));
  if (priorityId !== null) check.has('priorityId', priorityId, await all(priorities.list()));
  if (sourceId !== null) check.has('sourceId', sourceId, await all(ticketSources.list()));
  if (subTypeId !== null || itemId !== null)
    checkCombination(template, await all(boards.combinations(boardId)), problems);
}

class Check {
  constructor(private readonly problems: ProblemList) {}

  /** Whether this is one of the choices; null always is. */
  has(field: keyof TicketTemplate, id: number | null, choices: readonly Choice[]): boolean {
    if (id === null || choices.some((choice) => choice.id === id)) return true;
    this.problems.add(['template', field], `This cannot be used. ${oneOf(choices)}`);
    return false;
  }
}

function checkCombination(
  { typeId, subTypeId, itemId }: TicketTemplate,
  combinations: readonly BoardCombination[],
  problems: ProblemList,
): void {
  const ofType = combinations.filter(({ type }) => type?.id === typeId);
  const withSubType = ofType.filter(({ subType }) => subTypeId === null || subType?.id === subTypeId);
  if (subTypeId !== null && withSubType.length === 0) {
    problems.add(['template', 'subTypeId'], `This does not go with the type. ${oneOf(named(ofType, 'subType'))}`);
    return;
  }
  if (itemId !== null && !withSubType.some(({ item }) => item?.id === itemId)) {
    problems.add(
      ['template', 'itemId'],
      `This does not go with type and subtype. ${oneOf(named(withSubType, 'item'))}`,
    );
  }
}

function named(combinations: readonly BoardCombination[], part: 'subType' | 'item'): Choice[] {
  const byId = new Map<number, string>();
  for (const { [part]: found } of combinations) if (found) byId.set(found.id, found.name ?? '');
  return [...byId].map(([id, name]) => ({ id, name }));
}

function oneOf(choices: readonly Choice[]): string {
  if (choices.length === 0) return 'There is nothing to choose.';
  const shown = choices.slice(0, MOST_CHOICES).map(({ id, name }) => `${id} (${name})`);
  return `Choose one of ${shown.join(', ')}${choices.length > MOST_CHOICES ? ' and others' : ''}.`;
}

async function active(list: AsyncIterable<Classed>): Promise<Classed[]> {
  return (await all(list)).filter(({ isInactive }) => isInactive !== true);
}

async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
