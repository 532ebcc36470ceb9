import { z } from 'zod';

export const TEMPLATE_FIELDS = [
  ...(['boardId', 'statusId', 'closedStatusId', 'typeId', 'subTypeId', 'itemId', 'teamId'] as const),
  ...(['priorityId', 'sourceId'] as const),
] as const;
/** A part of a template that names a record of ConnectWise. */
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

const choiceShape = z.object({ id: z.int(), name: z.string() });
/** What could be chosen instead. */
export type Choice = z.output<typeof choiceShape>;

const faultShape = z.object({
  field: z.enum(TEMPLATE_FIELDS),
  /** What is there now. */
  recordId: z.int(),
  message: z.string(),
  choices: z.array(choiceShape),
});
/** A part of a template that does not fit its board. */
export type TemplateFault = z.output<typeof faultShape>;

const placedShape = z.object({
  ...faultShape.shape,
  /** Where the template is, as the input of a save names it. */
  path: z.array(z.string()),
  boardId: z.int(),
});
export type PlacedFault = z.output<typeof placedShape>;

const problemShape = z.object({
  ...placedShape.shape,
  foundAt: z.coerce.date(),
});
/** A fault that came up after the template was saved, and stands. */
export type TemplateProblem = z.output<typeof problemShape>;

export const problemsShape = z.array(problemShape);

/**
 * What came up, what has passed, and all that stands now; the same trouble is told once, however often it is found. Of a
 * board that cannot be used the rest is not looked at, so what was known of it stands.
 */
export function compareProblems(before: readonly TemplateProblem[], found: readonly PlacedFault[], now: Date) {
  const known = new Map(before.map((problem) => [keyOf(problem), problem]));
  const standing = new Set(found.map(keyOf));
  const closed = new Set(found.filter(({ field }) => field === 'boardId').map(placeOf));
  const left = before.filter((problem) => !standing.has(keyOf(problem)));
  const unseen = left.filter((problem) => closed.has(placeOf(problem)));
  const after = found.map((fault) => ({ ...fault, foundAt: known.get(keyOf(fault))?.foundAt ?? now }));
  return {
    after: [...after, ...unseen],
    opened: after.filter((problem) => !known.has(keyOf(problem))),
    passed: left.filter((problem) => !unseen.includes(problem)),
  };
}

function placeOf({ path }: PlacedFault): string {
  return path.join('/');
}

function keyOf(fault: PlacedFault): string {
  return [placeOf(fault), fault.field, fault.boardId, fault.recordId].join('/');
}
