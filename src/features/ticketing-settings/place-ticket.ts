import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { ChooseTemplate } from './choose-template.js';
import type { TicketPlace, ToBeRouted } from './template-for.js';
import type { TicketingService } from './ticketing.service.js';
import type { WatchTemplates } from './watch-templates.js';

interface Deps {
  readonly ticketing: TicketingService;
  readonly templates: ChooseTemplate;
  readonly checks: WatchTemplates;
}

/** For whom a ticket is to be, and of what. */
export interface TicketFor extends ToBeRouted {
  readonly userId: UserId;
  readonly instanceId: InstanceId;
  readonly companyId: number;
}

/** Says where a ticket goes that is no notification's, by the same rules. */
export class PlaceTicket {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_CONFIGURED where this ConnectWise gets no tickets */
  async find(caller: Caller, wanted: TicketFor): Promise<TicketPlace> {
    const { ticketing, templates } = this.deps;
    const settings = await ticketing.find(caller);
    if (!settings?.isEnabled || settings.instanceId !== wanted.instanceId) throw ticketingOff();
    const chosen = await templates.choose(caller, settings, wanted);
    return templates.place(caller, chosen, wanted);
  }

  /** ConnectWise refused a ticket: its template may not fit any more. */
  suspect(tx: WriteTransaction, { accountId }: Caller): Promise<void> {
    return this.deps.checks.suspect(tx, accountId);
  }
}

function ticketingOff(): Failure {
  const message = 'The account has no ticketing settings for this ConnectWise that are on. Save and enable them first.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
