import type { RoleRow } from './connection-report.js';
import type { CustomizedItem, SecurityRight } from './system.js';

export type Action = 'add' | 'edit' | 'delete' | 'inquire';

/** A row of a security role, and the actions that must be at level All in it. */
export interface RoleNeed {
  readonly module: string;
  readonly function: string;
  readonly actions: readonly Action[];
  /** The table that must be chosen where the row is customised; meets its name in small letters without spaces. */
  readonly table?: RegExp;
}

export type Proof = 'granted' | 'own-records-only' | 'missing' | 'unknown';

/** What the caller's rights say of a need. Rows or levels that ConnectWise does not show prove nothing. */
export function proofOf(need: RoleNeed, rights: readonly SecurityRight[]): Proof {
  const row = findRow(need, rights);
  if (!row) return 'unknown';
  const levels = need.actions.map((action) => levelOf(row, action));
  if (levels.includes('none')) return 'missing';
  if (levels.includes('my')) return 'own-records-only';
  return levels.every((level) => level === 'all') ? 'granted' : 'unknown';
}

/**
 * Whether a customised row includes the table that a need names. ConnectWise does not say what an empty choice means,
 * so a row that may be customised and shows none proves nothing.
 */
export function tableProofOf(
  need: RoleNeed,
  rights: readonly SecurityRight[],
  items: readonly CustomizedItem[],
): Proof {
  const names = [letters(need.function), letters(`${need.module}${need.function}`)];
  const chosen = items.filter((item) => names.includes(letters(item.customizeIdentifier)));
  if (chosen.length === 0) return findRow(need, rights)?.customFlag === true ? 'unknown' : 'granted';
  const isChosen = chosen.some((item) => need.table?.test(letters(item.itemIdentifier)) ?? false);
  return isChosen ? 'granted' : 'missing';
}

export function roleRowOf({ module, function: name, actions }: RoleNeed): RoleRow {
  return { module, function: name, level: actions.map((action) => `${LABELS[action]}: All`).join(', ') };
}

const LABELS = { add: 'Add', edit: 'Edit', delete: 'Delete', inquire: 'Inquire' } as const satisfies Record<
  Action,
  string
>;

/** Screen and API write some modules differently. */
const MODULE_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['companies', ['companies', 'company']],
  ['servicedesk', ['servicedesk', 'service']],
]);

function findRow(need: RoleNeed, rights: readonly SecurityRight[]): SecurityRight | undefined {
  const modules = MODULE_ALIASES.get(letters(need.module)) ?? [letters(need.module)];
  return rights.find((right) => {
    const names = [right.moduleName, right.moduleDescription, right.moduleIdentifier].map(letters);
    const functions = [right.moduleFunctionName, right.moduleFunctionDescription, right.moduleFunctionIdentifier];
    return names.some((name) => modules.includes(name)) && functions.map(letters).includes(letters(need.function));
  });
}

function levelOf(row: SecurityRight, action: Action): string {
  const levels = { add: row.addLevel, edit: row.editLevel, delete: row.deleteLevel, inquire: row.inquireLevel };
  return letters(levels[action]);
}

function letters(text: string | null): string {
  return (text ?? '').toLowerCase().replace(/[^a-z]/g, '');
}
