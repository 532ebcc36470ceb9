import { ApplyTickets } from '../features/ticket-watch/apply-tickets.js';
import { CallbackRepository } from '../features/ticket-watch/callback.repository.js';
import { CallbackIntake } from '../features/ticket-watch/callback-intake.js';
import { CallbackKeys } from '../features/ticket-watch/callback-keys.js';
import { PollTickets } from '../features/ticket-watch/poll-tickets.js';
import { ReceiveCallback } from '../features/ticket-watch/receive-callback.js';
import { TicketChangeRepository } from '../features/ticket-watch/ticket-change.repository.js';
import { TicketWatchRepository } from '../features/ticket-watch/ticket-watch.repository.js';
import { TicketingStatus } from '../features/ticket-watch/ticketing-status.js';
import { WatchCallbacks } from '../features/ticket-watch/watch-callbacks.js';
import { WatchTickets } from '../features/ticket-watch/watch-tickets.js';
import { WatchedTicketRepository } from '../features/ticket-watch/watched-ticket.repository.js';
import type { TicketingService } from '../features/ticketing-settings/ticketing.service.js';
import type { AppParts, Integrated } from './ground.js';

/** How we learn of what people do to tickets in ConnectWise. */
export function createTicketNews({ config, database, box }: AppParts, ground: Integrated, ticketing: TicketingService) {
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
  return { watch, receiveCallback, ticketingStatus: new TicketingStatus({ ticketing, rows, publicUrl }) };
}
