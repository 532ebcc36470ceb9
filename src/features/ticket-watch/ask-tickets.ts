import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import { requireInstance } from '../integration/require-instance.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import type { Watching } from './watched-ticket.repository.js';

/**
 * Asks the ConnectWise whose tickets are watched.
 * @throws PutOff while nothing may go out, or when the settings lead to another ConnectWise by now
 */
export function askTickets<Answer>(
  backgroundWork: BackgroundWork,
  { run, watching }: { readonly run: DeliveryRun; readonly watching: Watching },
  question: (session: ConnectWiseSession) => Promise<Answer>,
): Promise<Answer> {
  const piece = { work: OutgoingWork.TICKETS, capability: 'WRITE_TICKETS', signal: run.signal } as const;
  return backgroundWork.run(run.caller, piece, (session, instanceId) => {
    requireInstance(instanceId, watching.instanceId);
    return question(session);
  });
}
