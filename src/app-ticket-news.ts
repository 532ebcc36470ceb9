import type { AppParts, Integrated } from './app-ground.js';
import { ApplyTickets } from './features/tickets/apply-tickets.js';
import { CallbackRepository } from './features/tickets/callback.repository.js';
import { CallbackIntake } from './features/tickets/callback-intake.js';
import { CallbackKeys } from './features/tickets/callback-keys.js';
import { PollTickets } from './features/tickets/poll-tickets.js';
import { ReceiveCallback } from './features/tickets/receive-callback.js';
import { TicketChangeRepository } from './features/tickets/ticket-change.repository.js';
import { TicketWatchRepository } from './features/tickets/ticket-watch.repository.js';
import type { TicketingRepository } from './features/tickets/ticketing.repository.js';
import { TicketingStatus } from './features/tickets/ticketing-status.js';
import { WatchCallbacks } from './features/tickets/watch-callbacks.js';
import { WatchTickets } from './features/tickets/watch-tickets.js';
import { WatchedTicketRepository } from './features/tickets/watched-ticket.repository.js';

/** How we learn of what people do to tickets in ConnectWise. */
export function createTicketNews(
  { config, database, box }: AppParts,
  ground: Integrated,
  settings: TicketingRepository,
) {
  const { audit, events, integration, backgroundWork } = ground;
  const { publicUrl } = config;
  const rows = new TicketWatchRepository(database);
  const tickets = new WatchedTicketRepository(database);
  const applying = new ApplyTickets({ database, audit, events, rows: new TicketChangeRepository() });
  const shared = { database, backgroundWork, rows, tickets };
  const watch = new WatchTickets({
    ...{ ...shared, integration, applying },
    polling: new PollTickets({ ...shared, applying }),
    callbacks: new WatchCallbacks({ ...shared, audit, events, box, publicUrl }),
  });
  const callbackRows = new CallbackRepository(database);
  const receiveCallback = new ReceiveCallback({
    ...{ rows: callbackRows, integration },
    keys: new CallbackKeys(integration),
    intake: new CallbackIntake(callbackRows),
  });
  return { watch, receiveCallback, ticketingStatus: new TicketingStatus({ settings, rows, publicUrl }) };
}
