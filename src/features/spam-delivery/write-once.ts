import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { ifFound } from '../../connectwise/if-found.js';
import type { Month } from '../../shared/calendar.js';
import type { SpamDeliveryId } from '../../shared/ids.js';
import { type RemoteRecord, remoteOf, type Standing, withoutParts, withPart } from './record.js';
import type { Sending } from './report-route.js';
import type { ReportStep, Sought } from './report-step.js';
import { StandingReport, type StandingReportDeps } from './standing-report.js';

/**
 * Brings a report to ConnectWise so that each of its records is there once, however often that is begun: what is
 * intended is stored before each write, and what became of it after; what nobody knows of is looked for.
 */
export class WriteOnce {
  constructor(private readonly deps: StandingReportDeps) {}

  /** @throws PutOff while a write of before may still arrive, and what the calls end in */
  async carryOut(sending: Sending, steps: readonly ReportStep[]): Promise<RemoteRecord> {
    const report = await StandingReport.open(this.deps, sending);
    await clearUp(report, steps);
    for (const step of steps) await take(report, step, steps);
    await finish(report);
    return remoteOf(report.standing);
  }

  /** The newest month that it shows, or may show. */
  async month(sending: Sending): Promise<Month | undefined> {
    return (await StandingReport.standing(this.deps, sending)).month;
  }

  /** What is known to stand there of it. */
  async remote(sending: Sending): Promise<RemoteRecord> {
    return remoteOf(await StandingReport.standing(this.deps, sending));
  }
}

/** Finds out what became of a write that nobody knows of. */
async function clearUp(report: StandingReport, steps: readonly ReportStep[]): Promise<void> {
  const { unclear, standing } = report;
  if (!unclear) return;
  const { of, intendedAt: since } = unclear;
  const step = steps.find(({ part }) => part === unclear.part);
  // What was to be replaced is replaced once more, whether or not it was.
  const isMade = unclear.kind === 'MAKE' && step;
  const [id] = isMade ? await look(report, step, { standing, of, since }) : [];
  await report.done(isMade && id !== undefined ? made(standing, step, { id, of }) : standing);
}

/** Has one record of the report show this delivery. */
async function take(report: StandingReport, step: ReportStep, all: readonly ReportStep[]): Promise<void> {
  const { part, again } = step;
  if (isUpToDate(report, step)) return;
  await seek(report, step);
  const { standing } = report;
  const id = standing.parts[part]?.id;
  if (id === undefined || again.kind === 'RENEW') return make(report, step);
  if (again.kind === 'KEEP') {
    if (await report.ask(step.capability, (session) => again.isThere(session, id))) return;
  } else if (await replace(report, step, id)) return;
  const gone = all.filter((one) => one === step || one.belongsTo === part);
  report.standing = withoutParts(
    standing,
    gone.map((one) => one.part),
  );
  await make(report, step);
}

function isUpToDate(
  { standing: { parts }, deliveryId }: StandingReport,
  { part, comesAlong, belongsTo }: ReportStep,
): boolean {
  return [part, comesAlong && belongsTo].some((one) => one && parts[one]?.of === deliveryId);
}

/** Finds the number of a record that may be there without our knowing it; of several files all but one are to go. */
async function seek(report: StandingReport, step: ReportStep): Promise<void> {
  const { standing } = report;
  const { part, comesAlong } = step;
  if (standing.parts[part] || !(standing.isSought || comesAlong)) return;
  const [id, ...others] = await look(report, step, { standing, of: undefined, since: undefined });
  if (id === undefined) return;
  const replacedDocumentIds = [...standing.replacedDocumentIds, ...(part === 'DOCUMENT' ? others : [])];
  report.standing = withPart({ ...standing, replacedDocumentIds }, part, { id, of: null });
}

/** What is gone with the record that it belonged to is not found. */
async function look(
  report: StandingReport,
  { capability, find }: ReportStep,
  sought: Sought,
): Promise<readonly number[]> {
  return (await report.ask(capability, (session) => ifFound(find(session, sought)))) ?? [];
}

async function make(report: StandingReport, step: ReportStep): Promise<void> {
  const { standing, deliveryId: of } = report;
  const { part, capability } = step;
  const send = await step.prepare(standing);
  const id = await report.write({ part, capability, kind: 'MAKE', standing, send });
  await report.done(made(report.standing, step, { id, of }));
}

/** False when it is not there any more. */
async function replace(report: StandingReport, step: ReportStep, id: number): Promise<boolean> {
  const { part, capability, again } = step;
  const { standing: before, deliveryId: of } = report;
  if (again.kind !== 'REPLACE') throw new Error('Nothing else is replaced.');
  const standing = withPart(before, part, { id, of: null });
  try {
    const send = again.write(id, before);
    await report.write({ part, capability, kind: 'REPLACE', standing, send });
  } catch (error) {
    if (error instanceof ConnectWiseError && error.kind === 'not-found') return false;
    throw error;
  }
  await report.done(withPart(report.standing, part, { id, of }));
  return true;
}

/** Deletes what others have replaced. To delete it once more does no harm, so that no intent is needed. */
async function finish(report: StandingReport): Promise<void> {
  const { replacedDocumentIds, isSought } = report.standing;
  if (replacedDocumentIds.length === 0 && !isSought) return;
  for (const id of replacedDocumentIds) {
    await report.ask('DOCUMENTS', (session) => ifFound(session.documents.delete(id)));
  }
  await report.done({ ...report.standing, replacedDocumentIds: [], isSought: false });
}

function made(
  standing: Standing,
  { part, again }: ReportStep,
  is: { readonly id: number; readonly of: SpamDeliveryId },
): Standing {
  const old = standing.parts[part]?.id;
  const isReplaced = again.kind === 'RENEW' && old !== undefined && old !== is.id;
  const replacedDocumentIds = isReplaced ? [...standing.replacedDocumentIds, old] : standing.replacedDocumentIds;
  return withPart({ ...standing, replacedDocumentIds }, part, is);
}
