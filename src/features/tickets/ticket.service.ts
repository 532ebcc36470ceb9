import type { Caller } from '../../shared/caller.js';
import type { TicketId } from '../../shared/ids.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { ShownTicket, TicketRepository } from './ticket.repository.js';

interface Deps {
  readonly tickets: TicketRepository;
  readonly integration: IntegrationService;
}

/** Tickets as people see them. */
export class TicketService {
  constructor(private readonly deps: Deps) {}

  find({ accountId }: Caller, ids: readonly TicketId[]): Promise<ShownTicket[]> {
    return this.deps.tickets.tickets(accountId, ids);
  }

  /** Where people open a ticket by its number; undefined while nothing is set up. */
  async address(caller: Caller): Promise<((number: number) => string) | undefined> {
    const settings = await this.deps.integration.find(caller);
    if (!settings?.site || !settings.loginCompanyId) return undefined;
    const { site, loginCompanyId } = settings;
    return (number) => {
      const url = new URL('/v4_6_release/services/system_io/Service/fv_sr100_request.rails', site);
      url.searchParams.set('service_recid', String(number));
      url.searchParams.set('companyName', loginCompanyId);
      return url.href;
    };
  }
}
