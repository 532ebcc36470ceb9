import { ApplyAgreement } from '../../../dist/features/billing-apply/apply-agreement.js';
import { JobWork } from '../../../dist/features/jobs/job-work.js';
import { DeliverReports } from '../../../dist/features/spam-delivery/deliver-reports.js';
import { DeliveryWorkRepository } from '../../../dist/features/spam-delivery/delivery-work.repository.js';
import { NativeStatisticsRoute } from '../../../dist/features/spam-delivery/native-statistics.js';
import { ScheduleReports } from '../../../dist/features/spam-delivery/schedule-reports.js';
import { SendWaiting } from '../../../dist/features/spam-delivery/send-waiting.js';
import { StandingReport } from '../../../dist/features/spam-delivery/standing-report.js';
import { TakeStep } from '../../../dist/features/tickets/take-step.js';

/**
 * Has a worker tell the steps of each write to ConnectWise: its intent is about to be stored, which tickets do not tell,
 * is stored, ConnectWise has carried it out, that is recorded; and those of a job of reports around them. The process
 * ends or freezes at one of them, at whichever time it comes there.
 */
export function tellingSteps({ dieAt, freezeAt, times = 1 }) {
  let left = times;
  const step = (name) => {
    process.stdout.write(`step ${name}\n`);
    if (name !== dieAt && name !== freezeAt) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, name === dieAt ? 'SIGKILL' : 'SIGSTOP');
  };
  ofTickets(step);
  ofBilling(step);
  ofReports(step);
  ofReportJobs(step);
}

function ofTickets(step) {
  const { intend, done } = TakeStep.prototype;
  TakeStep.prototype.intend = async function (...all) {
    const ticketId = await intend.apply(this, all);
    if (ticketId) step('intended');
    return ticketId;
  };
  TakeStep.prototype.done = async function (...all) {
    step('written');
    await done.apply(this, all);
    step('recorded');
  };
}

function ofBilling(step) {
  const { write, send } = ApplyAgreement.prototype;
  ApplyAgreement.prototype.write = async function (...all) {
    step('begun');
    const goesOn = await write.apply(this, all);
    if (goesOn) step('recorded');
    return goesOn;
  };
  ApplyAgreement.prototype.send = async function (...all) {
    step('intended');
    const outcome = await send.apply(this, all);
    if (outcome) step('written');
    return outcome;
  };
}

function ofReports(step) {
  const { intend, done } = StandingReport.prototype;
  StandingReport.prototype.intend = async function (...all) {
    step('begun');
    await intend.apply(this, all);
    step('intended');
  };
  StandingReport.prototype.done = async function (...all) {
    step('written');
    await done.apply(this, all);
    step('recorded');
  };
  // What can be repeated as it is has nothing stored for it.
  const { tell } = NativeStatisticsRoute.prototype;
  NativeStatisticsRoute.prototype.tell = async function (...all) {
    step('begun');
    step('intended');
    await tell.apply(this, all);
    step('written');
    step('recorded');
  };
}

/**
 * The rows of a slice are written but not committed, then committed; the same of an outcome; the job has ended. Before
 * that: a month is due, its job is written but not committed, then committed.
 */
function ofReportJobs(step) {
  const rows = DeliveryWorkRepository.prototype;
  const job = DeliverReports.prototype;
  after(rows, 'insert', () => step('planning'));
  after(job, 'plan', ([, run]) => run.isOver || step('planned'));
  after(rows, 'end', () => step('delivering'));
  after(SendWaiting.prototype, 'send', () => step('delivered'));
  after(job, 'finish', () => step('ended'));
  after(job, 'due', (_all, { kind }) => kind === 'start' && step('due'));
  after(ScheduleReports.prototype, 'begin', () => step('beginning'));
  after(JobWork.prototype, 'next', function (_all, { kind }) {
    if (this.kind === 'SPAM_DELIVERY' && kind === 'soon') step('scheduled');
  });
}

function after(prototype, name, tell) {
  const original = prototype[name];
  prototype[name] = async function (...all) {
    const answer = await original.apply(this, all);
    tell.call(this, all, answer);
    return answer;
  };
}
