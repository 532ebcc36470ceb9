import { NotificationRepository } from '../features/notifications/notification.repository.js';
import { NotificationService } from '../features/notifications/notification.service.js';
import { NotificationBatchRepository } from '../features/notifications/notification-batch.repository.js';
import { ReportNotifications } from '../features/notifications/report-notifications.js';
import { ChooseTemplate } from '../features/ticketing-settings/choose-template.js';
import { PlaceTicket } from '../features/ticketing-settings/place-ticket.js';
import { TicketOverrideRepository } from '../features/ticketing-settings/ticket-override.repository.js';
import { TicketOverrideService } from '../features/ticketing-settings/ticket-override.service.js';
import { TicketingRepository } from '../features/ticketing-settings/ticketing.repository.js';
import { TicketingService } from '../features/ticketing-settings/ticketing.service.js';
import { TicketingOptionsService } from '../features/ticketing-settings/ticketing-options.service.js';
import { WatchTemplates } from '../features/ticketing-settings/watch-templates.js';
import { AttachTicket } from '../features/tickets/attach-ticket.js';
import { BoardStatuses } from '../features/tickets/board-statuses.js';
import { DeliverNotifications } from '../features/tickets/deliver-notifications.js';
import { DeliveryRepository } from '../features/tickets/delivery.repository.js';
import { FindAddressee } from '../features/tickets/find-addressee.js';
import { TakeStep } from '../features/tickets/take-step.js';
import { TicketRepository } from '../features/tickets/ticket.repository.js';
import { TicketService } from '../features/tickets/ticket.service.js';
import { TicketPreviewService } from '../features/tickets/ticket-preview.service.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings, createMirror } from './mappings.js';
import { createTicketNews } from './ticket-news.js';

type WithMirror = Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createMirror>;

/** What sources tell of, and the tickets that come of it. */
export function createTickets(parts: AppParts, ground: WithMirror) {
  const { database, clock } = parts;
  const { audit, events, sources, users, mappings, gate, integration, backgroundWork, directory } = ground;
  const batch = new NotificationBatchRepository();
  const reportNotifications = new ReportNotifications({ database, clock, audit, sources, users, batch });
  const ticketRows = new TicketRepository(database);
  const deliveries = new DeliveryRepository(database);
  const settings = new TicketingRepository(database);
  const ticketing = new TicketingService({ database, audit, integration, settings });
  const notifications = new NotificationService({
    ...{ database, audit },
    notifications: new NotificationRepository(database),
    delivery: ticketing,
  });
  const tickets = new TicketService({ tickets: ticketRows, integration });
  const overrides = new TicketOverrideRepository(database);
  const templates = new ChooseTemplate({ overrides, directory });
  const ticketOverrides = new TicketOverrideService({
    ...{ database, audit, users, mappings, integration },
    ...{ settings, overrides },
  });
  const ticketPreviews = new TicketPreviewService({ clock, ticketing, templates, users, mappings, integration });
  const ticketingOptions = new TicketingOptionsService(integration);
  const watchTemplates = new WatchTemplates({ database, settings, overrides, backgroundWork, audit, events });
  const addressees = new FindAddressee({ users, mappings, gate, integration, templates });
  const attachTicket = new AttachTicket({
    ...{ database, audit, users, integration, ticketing, deliveries, addressees },
    tickets: ticketRows,
  });
  const { watch, ...news } = createTicketNews(parts, ground, ticketing);
  const deliverNotifications = new DeliverNotifications({
    ...{ database, events, ticketing, deliveries, addressees },
    steps: new TakeStep({
      ...{ database, backgroundWork, audit, events, users, deliveries },
      tickets: ticketRows,
      statuses: new BoardStatuses(),
    }),
    templates: watchTemplates,
    watch,
  });
  return {
    ...{ notifications, reportNotifications, ticketing, tickets, attachTicket, deliverNotifications, ...news },
    ...{ ticketOverrides, ticketPreviews, ticketingOptions, watchTemplates },
    placeTicket: new PlaceTicket({ ticketing, templates, checks: watchTemplates }),
  };
}
