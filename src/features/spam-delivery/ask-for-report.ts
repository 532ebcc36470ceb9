import type { Capability } from '../../connectwise/capabilities.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import type { Sending } from './report-route.js';

/** Asks the ConnectWise that a report was made for. */
export class AskForReport {
  constructor(private readonly backgroundWork: BackgroundWork) {}

  /** @throws as BackgroundWork does, and Failure where the settings lead to another ConnectWise by now */
  ask<Answer>(
    { caller, run, delivery }: Sending,
    capability: Capability['subject'],
    question: (session: ConnectWiseSession) => Promise<Answer>,
  ): Promise<Answer> {
    const piece = { work: OutgoingWork.STATISTICS, capability, signal: run.signal };
    return this.backgroundWork.run(caller, piece, (session, at) => {
      if (at !== delivery.instanceId) throw movedAway();
      return question(session);
    });
  }
}

/** Its company's number means another one there. */
function movedAway(): Failure {
  const message = 'The settings lead to another ConnectWise than this report was made for. Send it again.';
  return new Failure({ code: FailureCode.COMPANY_NOT_USABLE, message });
}
