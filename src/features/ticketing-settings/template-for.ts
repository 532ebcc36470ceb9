import type { NotificationSeverity } from '../notifications/notification.js';
import type { FixedPlace, TicketingSettings, TicketOverride, TicketRule, TicketTemplate } from './template.js';
import type { TemplateProblem } from './template-problem.js';

/** Where the template that applies comes from. */
export const TemplateOrigin = { DEFAULT: 'DEFAULT', RULE: 'RULE', USER: 'USER' } as const;
export type TemplateOrigin = (typeof TemplateOrigin)[keyof typeof TemplateOrigin];

export interface ChosenTemplate {
  readonly origin: TemplateOrigin;
  /** The place in the list of rules, from 0; only when one of them decided. */
  readonly rule: number | undefined;
  readonly template: TicketTemplate;
  readonly place: FixedPlace;
  /** Where this template does not fit its board any more. */
  readonly problems: readonly TemplateProblem[];
}

/** Where a ticket of one company goes. */
export interface TicketPlace {
  readonly template: TicketTemplate;
  /** Null for nobody; undefined for whomever the company names, when that has to be asked. */
  readonly contactId: number | null | undefined;
  readonly siteId: number | null;
  /** Whether ConnectWise would refuse a new ticket, because the template does not fit its board any more. */
  readonly isBroken: boolean;
}

/** What rules look at. */
export interface ToBeRouted {
  readonly kind: string;
  readonly severity: NotificationSeverity;
}

const NO_PLACE: FixedPlace = { contactId: null, siteId: null, companyId: null };

/** A user's own template comes before the first rule that fits, and that before the account's default. */
export function templateFor(
  settings: Pick<TicketingSettings, 'template' | 'rules' | 'problems'>,
  override: Pick<TicketOverride, 'template' | 'place' | 'problems'> | undefined,
  notification: ToBeRouted,
): ChosenTemplate {
  if (override) {
    const { template, place, problems } = override;
    return { origin: TemplateOrigin.USER, rule: undefined, template, place, problems };
  }
  const index = settings.rules.findIndex((rule) => fits(rule, notification));
  const rule = settings.rules[index];
  const path = rule ? `rules/${index}/template` : 'template';
  return {
    origin: rule ? TemplateOrigin.RULE : TemplateOrigin.DEFAULT,
    rule: rule && index,
    template: rule?.template ?? settings.template,
    place: NO_PLACE,
    problems: settings.problems.filter((problem) => problem.path.join('/') === path),
  };
}

/** Whether ConnectWise would refuse a new ticket; how it is closed one day is no matter yet. */
export function isBroken({ problems }: ChosenTemplate): boolean {
  return problems.some(({ field }) => field !== 'closedStatusId');
}

/** A status for closing that is gone is left to the board, as one that was never given. */
export function usableTemplate({ template, problems }: ChosenTemplate): TicketTemplate {
  return problems.some(({ field }) => field === 'closedStatusId') ? { ...template, closedStatusId: null } : template;
}

function fits({ kinds, severities }: TicketRule, { kind, severity }: ToBeRouted): boolean {
  return (kinds?.includes(kind) ?? true) && (severities?.includes(severity) ?? true);
}

/** A user may have been mapped to another company since: then the contact and site of the old one count no more. */
export function placeAt({ place }: ChosenTemplate, companyId: number | undefined): FixedPlace {
  return companyId !== undefined && place.companyId === companyId ? place : NO_PLACE;
}
