import { AskForReport } from '../features/spam-delivery/ask-for-report.js';
import { CompanyNoteRoute } from '../features/spam-delivery/company-note.js';
import { DeliveryWorkRepository } from '../features/spam-delivery/delivery-work.repository.js';
import { type NativeLogins, NativeStatisticsRoute } from '../features/spam-delivery/native-statistics.js';
import { SendReport } from '../features/spam-delivery/send-report.js';
import { SpamRecordRepository } from '../features/spam-delivery/spam-record.repository.js';
import { SummaryReportRoute } from '../features/spam-delivery/summary-report.js';
import { TicketRoute } from '../features/spam-delivery/ticket-report.js';
import { WriteOnce } from '../features/spam-delivery/write-once.js';
import type { AppParts, Integrated } from './ground.js';
import type { createTickets } from './tickets.js';

type WithTickets = Pick<Integrated, 'backgroundWork' | 'integration'> &
  Pick<ReturnType<typeof createTickets>, 'placeTicket'>;

/** The ways by which reports of spam come to ConnectWise. */
export function createSpamRoutes({ database }: Pick<AppParts, 'database'>, ground: WithTickets, logins: NativeLogins) {
  const { backgroundWork, integration, placeTicket: places } = ground;
  const asking = new AskForReport(backgroundWork);
  const once = new WriteOnce({ asking, records: new SpamRecordRepository(database) });
  const routes = {
    COMPANY_NOTE: new CompanyNoteRoute(once),
    TICKET: new TicketRoute({ once, places, asking }),
    SUMMARY_REPORT: new SummaryReportRoute(once),
    NATIVE_STATISTICS: new NativeStatisticsRoute({ asking, integration, logins }),
  };
  return { sendReport: new SendReport({ once, deliveries: new DeliveryWorkRepository(database), routes }) };
}
