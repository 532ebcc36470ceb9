import type { AppParts, Integrated } from './app-ground.js';
import type { createMappings } from './app-mappings.js';
import { NotificationRepository } from './features/notifications/notification.repository.js';
import { NotificationService } from './features/notifications/notification.service.js';
import { NotificationBatchRepository } from './features/notifications/notification-batch.repository.js';
import { ReportNotifications } from './features/notifications/report-notifications.js';
import { AttachTicket } from './features/tickets/attach-ticket.js';
import { BoardStatuses } from './features/tickets/board-statuses.js';
import { DeliverNotifications } from './features/tickets/deliver-notifications.js';
import { FindAddressee } from './features/tickets/find-addressee.js';
import { TakeStep } from './features/tickets/take-step.js';
import { TicketRepository } from './features/tickets/ticket.repository.js';
import { TicketService } from './features/tickets/ticket.service.js';
import { TicketingRepository } from './features/tickets/ticketing.repository.js';
import { TicketingService } from './features/tickets/ticketing.service.js';

type WithMappings = Integrated & ReturnType<typeof createMappings>;

/** What sources tell of, and the tickets that come of it. */
export function createTickets({ database, clock }: AppParts, ground: WithMappings) {
  const { audit, events, sources, users, mappings, gate, integration, backgroundWork } = ground;
  const batch = new NotificationBatchRepository();
  const reportNotifications = new ReportNotifications({ database, clock, audit, sources, users, batch });
  const ticketRows = new TicketRepository(database);
  const settings = new TicketingRepository(database);
  const ticketing = new TicketingService({ database, audit, integration, settings });
  const notifications = new NotificationService({
    ...{ database, audit },
    notifications: new NotificationRepository(database),
    delivery: ticketing,
  });
  const tickets = new TicketService({ tickets: ticketRows, integration });
  const addressees = new FindAddressee({ users, mappings, gate, integration });
  const attachTicket = new AttachTicket({ database, audit, integration, ticketing, tickets: ticketRows, addressees });
  const deliverNotifications = new DeliverNotifications({
    ...{ database, settings, ticketing, tickets: ticketRows },
    addressees,
    steps: new TakeStep({
      database,
      tickets: ticketRows,
      backgroundWork,
      audit,
      events,
      statuses: new BoardStatuses(),
    }),
  });
  return { notifications, reportNotifications, ticketing, tickets, attachTicket, deliverNotifications };
}
