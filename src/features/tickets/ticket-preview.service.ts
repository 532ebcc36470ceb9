import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { ProblemList } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import { type NotificationReport, normaliseReport } from '../notifications/notification.js';
import type { ChooseTemplate } from '../ticketing-settings/choose-template.js';
import { TicketContact, type TicketingSettings } from '../ticketing-settings/template.js';
import type { ChosenTemplate, TicketPlace } from '../ticketing-settings/template-for.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import type { UserService } from '../users/user.service.js';
import { openingText, summaryOf } from './ticket-text.js';

interface Deps {
  readonly clock: Clock;
  readonly ticketing: TicketingService;
  readonly templates: ChooseTemplate;
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly integration: IntegrationService;
}

export interface PreviewRequest extends Pick<NotificationReport, 'kind' | 'severity' | 'title' | 'body'> {
  /** Absent for what concerns the whole account. */
  readonly userId: UserId | undefined;
}

/** The ticket that a condition would become. */
export interface TicketPreview extends Omit<ChosenTemplate, 'place'> {
  /** ConnectWise's record id; undefined while there is none, and then the ticket is held. */
  readonly companyId: number | undefined;
  /** Null for nobody; undefined for whomever the company names, when that is not known here. */
  readonly contactId: number | null | undefined;
  readonly siteId: number | null;
  readonly sendsMail: boolean;
  readonly summary: string;
  readonly text: string;
}

/** Shows tickets before there are any, from our own data alone. */
export class TicketPreviewService {
  constructor(private readonly deps: Deps) {}

  /**
   * Undefined while it was never said how notifications become tickets.
   * @throws Failure INVALID, NOT_FOUND
   */
  async preview(caller: Caller, { userId, ...said }: PreviewRequest): Promise<TicketPreview | undefined> {
    const { ticketing, templates, users, clock } = this.deps;
    const refusals = new ProblemList();
    const now = clock.now();
    const told = normaliseReport({ ...said, key: 'preview', occurredAt: now }, { now, problems: refusals });
    refusals.throwIfAny();
    const user = userId && (await users.get(caller, userId));
    const saved = await ticketing.find(caller);
    if (!saved) return undefined;
    const chosen = await templates.choose(caller, saved, { ...told, userId });
    const companyId = await this.companyOf(caller, saved, userId);
    const { contactId, siteId } = await this.place(caller, chosen, companyId);
    const { origin, rule, template, problems } = chosen;
    return {
      ...{ origin, rule, template, problems, companyId, contactId, siteId },
      sendsMail: template.mailsContact && contactId !== null,
      summary: summaryOf(told.title),
      text: openingText({ ...told, occurrences: 1 }, user?.name),
    };
  }

  private async companyOf(caller: Caller, settings: TicketingSettings, userId: UserId | undefined) {
    if (userId === undefined) return settings.ownCompanyId;
    return (await this.deps.mappings.findByUsers(caller, [userId]))[0]?.connectWiseId;
  }

  private async place(
    caller: Caller,
    chosen: ChosenTemplate,
    companyId: number | undefined,
  ): Promise<Pick<TicketPlace, 'contactId' | 'siteId'>> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (companyId === undefined || !instanceId) {
      return { contactId: chosen.template.contact === TicketContact.NONE ? null : undefined, siteId: null };
    }
    return this.deps.templates.place(caller, chosen, { instanceId, companyId });
  }
}
