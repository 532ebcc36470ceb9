import type { ProblemList } from '../../shared/failure.js';
import { isPrintable } from '../../shared/text.js';
import { MOST } from '../notifications/notification.js';
import { faultsOf } from './check-template.js';
import type { DeskReader } from './desk-reader.js';
import {
  TicketContact,
  type TicketingSettings,
  type TicketRule,
  type TicketTemplate,
  templateShape,
} from './template.js';
import type { PlacedFault } from './template-problem.js';

const MOST_RULES = 50;
const MOST_KINDS = 100;

/** A template, and where it is in the input of a save. */
export interface PlacedTemplate {
  readonly path: readonly string[];
  readonly template: TicketTemplate;
}

/** The account's default template, and that of every rule. */
export function templatesOf({ template, rules }: Pick<TicketingSettings, 'template' | 'rules'>): PlacedTemplate[] {
  const ofRules = rules.map((rule, index) => ({ path: ['rules', String(index), 'template'], template: rule.template }));
  return [{ path: ['template'], template }, ...ofRules];
}

/** Checks what can be known of a template without asking ConnectWise. */
export function checkTemplate(
  { path, template }: PlacedTemplate,
  { problems, hasContact = false }: { readonly problems: ProblemList; readonly hasContact?: boolean },
): void {
  for (const issue of templateShape.safeParse(template).error?.issues ?? []) {
    problems.add([...path, ...issue.path.map(String)], 'This is no record id of ConnectWise.');
  }
  if (template.mailsContact && template.contact === TicketContact.NONE && !hasContact) {
    problems.add([...path, 'mailsContact'], 'The ticket has no contact that could be mailed. Choose one.');
  }
}

export function checkRules(rules: readonly TicketRule[], problems: ProblemList): void {
  if (rules.length > MOST_RULES) problems.add('rules', `This takes up to ${MOST_RULES} rules.`);
  rules.forEach(({ kinds, severities }, index) => {
    const path = ['rules', String(index)];
    if (kinds && !areKinds(kinds)) {
      const message = `This takes 1 to ${MOST_KINDS} kinds of 1 to ${MOST.kind} characters; leave it out to mean all.`;
      problems.add([...path, 'kinds'], message);
    }
    if (severities?.length === 0) problems.add([...path, 'severities'], 'Leave it out to mean all severities.');
  });
}

function areKinds(kinds: readonly string[]): boolean {
  const isKind = (kind: string) => kind !== '' && kind.length <= MOST.kind && isPrintable(kind);
  return kinds.length > 0 && kinds.length <= MOST_KINDS && kinds.every(isKind);
}

/** Holds templates against their boards; a board that several share is read once. */
export async function faultsIn(desk: DeskReader, templates: readonly PlacedTemplate[]): Promise<PlacedFault[]> {
  const found: PlacedFault[] = [];
  for (const { path, template } of templates) {
    for (const fault of await faultsOf(desk, template)) {
      found.push({ ...fault, path: [...path], boardId: template.boardId });
    }
  }
  return found;
}

/** What a save is refused for. */
export function addFaults(faults: readonly PlacedFault[], problems: ProblemList): void {
  for (const { path, field, message } of faults) problems.add([...path, field], message);
}
