import type { Capability } from '../../connectwise/capabilities.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import { PutOff } from '../../shared/put-off.js';
import { isSurelyNotDone, latestSend, requireTime, SETTLE_SECONDS } from '../integration/written-once.js';
import { SpamRoute } from '../spam-settings/spam-settings.js';
import type { AskForReport } from './ask-for-report.js';
import type { WaitingDelivery } from './delivery.js';
import { type Intent, NOTHING, type Standing } from './record.js';
import type { Sending } from './report-route.js';
import type { RecordKey, SpamRecordRepository, StoredRecord } from './spam-record.repository.js';

export interface StandingReportDeps {
  readonly asking: AskForReport;
  readonly records: SpamRecordRepository;
}

/** A write of before of which nobody knows whether it was carried out; nothing of it can arrive any more. */
export interface UnclearWrite extends Intent {
  readonly intendedAt: Date;
}

export interface PartWrite<Answer> extends Pick<Intent, 'part' | 'kind'> {
  readonly capability: Capability['subject'];
  /** What is known to stand there as long as nobody knows what became of the write. */
  readonly standing: Standing;
  readonly send: (session: ConnectWiseSession) => Promise<Answer>;
}

/** A report in hand: what stands of it in ConnectWise is kept in step with what is written there. */
export class StandingReport {
  standing: Standing;
  readonly unclear: UnclearWrite | undefined;

  private constructor(
    private readonly deps: StandingReportDeps,
    private readonly sending: Sending,
    record: StoredRecord | undefined,
  ) {
    this.standing = standingAt(sending.delivery, record);
    this.unclear = unclearIn(sending.delivery, record);
  }

  /** @throws PutOff while a write of before may still arrive */
  static async open(deps: StandingReportDeps, sending: Sending): Promise<StandingReport> {
    return new StandingReport(deps, sending, await recordOf(deps, sending));
  }

  /** What is known to stand there of a report, whether or not that is all of it. */
  static async standing(deps: StandingReportDeps, sending: Sending): Promise<Standing> {
    return standingAt(sending.delivery, await recordOf(deps, sending));
  }

  get deliveryId(): WaitingDelivery['id'] {
    return this.sending.delivery.id;
  }

  ask<Answer>(
    capability: Capability['subject'],
    question: (session: ConnectWiseSession) => Promise<Answer>,
  ): Promise<Answer> {
    return this.deps.asking.ask(this.sending, capability, question);
  }

  /** Sends a write whose intent is stored before; `done` tells what became of it. */
  async write<Answer>({ capability, standing, send, ...intended }: PartWrite<Answer>): Promise<Answer> {
    const sendBy = latestSend();
    // No month is newer: such a report would not be on its way.
    const { id: of, month } = this.sending.delivery;
    await this.intend({ ...intended, of }, { ...standing, month });
    try {
      return await this.ask(capability, (session) => {
        requireTime(sendBy);
        return send(session);
      });
    } catch (error) {
      if (isSurelyNotDone(error)) await this.save(standing);
      throw error;
    }
  }

  /** No write is unclear from now on. */
  async done(standing: Standing): Promise<void> {
    await this.save(standing);
  }

  private async intend(intent: Intent, standing: Standing): Promise<void> {
    await this.save(standing, intent);
  }

  private async save(standing: Standing, intent?: Intent): Promise<void> {
    const { caller, run, delivery } = this.sending;
    const { instanceId, companyId } = delivery;
    const saved = { instanceId, companyId, standing, ...(intent && { intent }) };
    await run.write((tx) => this.deps.records.save(tx, { accountId: caller.accountId, ...keyOf(delivery) }, saved));
    this.standing = standing;
  }
}

function recordOf({ records }: StandingReportDeps, { caller, delivery }: Sending): Promise<StoredRecord | undefined> {
  return records.find({ accountId: caller.accountId, ...keyOf(delivery) });
}

/** A company has one summary report of a user, in which the months follow each other. */
function keyOf({ userId, route, month }: WaitingDelivery): Omit<RecordKey, 'accountId'> {
  return { userId, route, key: route === SpamRoute.SUMMARY_REPORT ? '' : month };
}

/** Numbers of another place mean nothing here, yet the report may have come along from there, or come back. */
function standingAt(delivery: WaitingDelivery, record: StoredRecord | undefined): Standing {
  if (!record) return NOTHING;
  return isAt(delivery, record) ? record.standing : { ...NOTHING, isSought: true };
}

function unclearIn(delivery: WaitingDelivery, record: StoredRecord | undefined): UnclearWrite | undefined {
  if (!record?.intent || !record.intendedAt || !isAt(delivery, record)) return undefined;
  const settledAt = new Date(record.intendedAt.getTime() + SETTLE_SECONDS * 1_000);
  if (record.now < settledAt) throw new PutOff('outcome-unknown', { kind: 'at', at: settledAt });
  return { ...record.intent, intendedAt: record.intendedAt };
}

function isAt({ instanceId, companyId }: WaitingDelivery, record: StoredRecord): boolean {
  return record.instanceId === instanceId && record.companyId === companyId;
}
