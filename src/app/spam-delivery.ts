import { DatabaseTime } from '../database/database-time.js';
import { DeliverReports } from '../features/spam-delivery/deliver-reports.js';
import { DeliveryRepository } from '../features/spam-delivery/delivery.repository.js';
import { DeliveryResolver, type DeliveryServices } from '../features/spam-delivery/delivery.resolver.js';
import { DeliveryService } from '../features/spam-delivery/delivery.service.js';
import { SpamDelivery } from '../features/spam-delivery/delivery.types.js';
import { DeliveryWorkRepository } from '../features/spam-delivery/delivery-work.repository.js';
import { FindPlaces } from '../features/spam-delivery/find-places.js';
import type { SpamDeliveryParts } from '../features/spam-delivery/parts.js';
import { PlanSlice } from '../features/spam-delivery/plan-slice.js';
import { ScheduleReports } from '../features/spam-delivery/schedule-reports.js';
import { SendWaiting } from '../features/spam-delivery/send-waiting.js';
import { StartReports } from '../features/spam-delivery/start-reports.js';
import { Roles } from '../graphql/authorization.js';
import { type NodeType, nodes } from '../graphql/node.js';
import type { SpamDeliveryId } from '../shared/ids.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings } from './mappings.js';

/** How reports of spam statistics come to ConnectWise, when, and what was sent. */
export function createSpamDelivery(
  { database, clock, time = new DatabaseTime(database) }: AppParts,
  ground: Integrated & ReturnType<typeof createMappings>,
  { settings, routes, reports, sender }: SpamDeliveryParts,
) {
  const { audit, events, accounts, users, jobs, integration, mappings, gate } = ground;
  const deliveries = new DeliveryWorkRepository(database);
  const places = new FindPlaces({ integration, mappings, gate });
  const schedule = new ScheduleReports({ time, accounts, audit, events, settings });
  const slices = new PlanSlice({ users, routes, places, reports });
  const sending = new SendWaiting({ users, routes, places, sender, audit, deliveries });
  const shared = { database, time, accounts, users, events, settings };
  const deliverReports = new DeliverReports({ ...shared, schedule, slices, sending, deliveries });
  const startReports = new StartReports({ clock, accounts, users, gate, jobs, settings, routes });
  const spamDeliveries = new DeliveryService(new DeliveryRepository(database));
  return { deliverReports, startReports, spamDeliveries };
}

export function spamDeliveryResolvers(services: DeliveryServices) {
  return [new DeliveryResolver(services)];
}

export const spamDeliveryObjects = [SpamDelivery];

export function spamDeliveryNodes({ spamDeliveries }: DeliveryServices): readonly (readonly [string, NodeType])[] {
  const find = nodes(
    Roles.read,
    (caller, ids) => spamDeliveries.find(caller, ids as SpamDeliveryId[]),
    SpamDelivery.of,
  );
  return [['SpamDelivery', find]];
}
