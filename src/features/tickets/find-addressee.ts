import type { Caller } from '../../shared/caller.js';
import { AccountHold } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { WorkGate } from '../mappings/work-gate.js';
import { HoldReason } from '../mappings/work-state.js';
import { NotificationHold } from '../notifications/notification.js';
import type { ChooseTemplate } from '../ticketing-settings/choose-template.js';
import type { TicketingSettings } from '../ticketing-settings/template.js';
import type { TicketPlace } from '../ticketing-settings/template-for.js';
import type { UserService } from '../users/user.service.js';
import type { Delivery, Recipient } from './ticket.js';

/** For whom a ticket is, and where it goes. */
export interface PlacedRecipient extends Recipient {
  readonly place: TicketPlace;
}

/** The same, or why it has to wait. */
export type Addressee = PlacedRecipient | { readonly hold: NotificationHold };

interface Deps {
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly gate: WorkGate;
  readonly integration: IntegrationService;
  readonly templates: ChooseTemplate;
}

/** Finds the company of a notification, as it is mapped now, and where its tickets go. */
export class FindAddressee {
  constructor(private readonly deps: Deps) {}

  async find(caller: Caller, delivery: Delivery, settings: TicketingSettings): Promise<Addressee> {
    const found = await this.company(caller, delivery, settings);
    if ('hold' in found) return found;
    const { templates } = this.deps;
    const chosen = await templates.choose(caller, settings, delivery);
    return { ...found, place: await templates.place(caller, chosen, found) };
  }

  private async company(
    caller: Caller,
    { userId }: Delivery,
    settings: TicketingSettings,
  ): Promise<Recipient | { readonly hold: NotificationHold }> {
    const { users, mappings, gate, integration } = this.deps;
    if (userId === undefined) {
      const instance = await integration.instance(caller);
      const companyId = settings.ownCompanyId;
      return companyId === undefined
        ? { hold: NotificationHold.NO_OWN_COMPANY }
        : { instanceId: instance.id, companyId, userName: undefined };
    }
    const user = await users.get(caller, userId);
    const hold = (await gate.holds(caller, [user], 'TICKETS')).get(userId);
    // What holds the account ends the whole slice, at the way out.
    if (hold && !(hold in AccountHold)) return { hold };
    const [mapping] = await mappings.findByUsers(caller, [userId]);
    if (mapping?.connectWiseId === undefined) return { hold: HoldReason.NOT_MAPPED };
    return { instanceId: mapping.instanceId, companyId: mapping.connectWiseId, userName: user.name };
  }
}
