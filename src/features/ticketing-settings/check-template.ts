import type { BoardCombination } from '../../connectwise/boards.js';
import type { NamedReference } from '../../connectwise/shapes.js';
import type { DeskReader } from './desk-reader.js';
import type { TicketTemplate } from './template.js';
import type { Choice, TemplateFault, TemplateField } from './template-problem.js';

/** So many choices are told; a form asks for all of them. */
export const MOST_CHOICES = 20;

/**
 * Holds a template against the board as it is now, as a whole: each part must belong to it and be active, and type,
 * subtype and item must go together. Answers what is wrong by field, with what could be chosen instead.
 * @throws ConnectWiseError
 */
export async function faultsOf(desk: DeskReader, template: TicketTemplate): Promise<TemplateFault[]> {
  const { boardId, statusId, closedStatusId, typeId, subTypeId, itemId, teamId, priorityId, sourceId } = template;
  const faults = new Faults();
  if (!faults.unless('boardId', boardId, await desk.boards())) return faults.found;
  const statuses = await desk.statuses(boardId);
  const [open, closed] = [statuses.filter(({ isClosed }) => !isClosed), statuses.filter(({ isClosed }) => isClosed)];
  faults.unless('statusId', statusId, open);
  faults.unless('closedStatusId', closedStatusId, closed);
  const isActive = [
    typeId === null || faults.unless('typeId', typeId, await desk.types(boardId)),
    subTypeId === null || faults.unless('subTypeId', subTypeId, await desk.subTypes(boardId)),
    itemId === null || faults.unless('itemId', itemId, await desk.items(boardId)),
  ].every(Boolean);
  if (teamId !== null) faults.unless('teamId', teamId, await desk.teams(boardId));
  if (priorityId !== null) faults.unless('priorityId', priorityId, await desk.priorities());
  if (sourceId !== null) faults.unless('sourceId', sourceId, await desk.sources());
  // Whether parts go together is a question only of those that are there.
  if (isActive && (subTypeId !== null || itemId !== null)) await checkCombination(desk, template, faults);
  return faults.found;
}

class Faults {
  readonly found: TemplateFault[] = [];

  /** Whether this is one of the choices; null always is. */
  unless(field: TemplateField, id: number | null, choices: readonly Choice[]): boolean {
    if (id === null || choices.some((choice) => choice.id === id)) return true;
    this.add(field, id, { why: 'This cannot be used.', choices });
    return false;
  }

  add(field: TemplateField, id: number, { why, choices }: { why: string; choices: readonly Choice[] }): void {
    const shown = choices.slice(0, MOST_CHOICES).map(({ id, name }) => ({ id, name }));
    this.found.push({ field, recordId: id, message: `${why} ${oneOf(choices)}`, choices: shown });
  }
}

async function checkCombination(
  desk: DeskReader,
  { boardId, typeId, subTypeId, itemId }: TicketTemplate,
  faults: Faults,
): Promise<void> {
  const ofType = (await desk.combinations(boardId)).filter(({ type }) => type?.id === typeId);
  const withSubType = ofType.filter(({ subType }) => (subType?.id ?? null) === subTypeId);
  if (subTypeId !== null && withSubType.length === 0) {
    const choices = inUse(await desk.subTypes(boardId), ofType, ({ subType }) => subType);
    faults.add('subTypeId', subTypeId, { why: 'This does not go with the type.', choices });
    return;
  }
  if (itemId !== null && !withSubType.some(({ item }) => item?.id === itemId)) {
    const choices = inUse(await desk.items(boardId), withSubType, ({ item }) => item);
    faults.add('itemId', itemId, { why: 'This does not go with type and subtype.', choices });
  }
}

/** What combinations name, as far as it is in use. */
function inUse(
  active: readonly Choice[],
  combinations: readonly BoardCombination[],
  partOf: (combination: BoardCombination) => NamedReference | null,
): Choice[] {
  const named = new Set(combinations.map((combination) => partOf(combination)?.id));
  return active.filter(({ id }) => named.has(id));
}

export function oneOf(choices: readonly Choice[]): string {
  if (choices.length === 0) return 'There is nothing to choose.';
  const shown = choices.slice(0, MOST_CHOICES).map(({ id, name }) => `${id} (${name})`);
  return `Choose one of ${shown.join(', ')}${choices.length > MOST_CHOICES ? ' and others' : ''}.`;
}
