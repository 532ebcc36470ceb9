import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { Caller } from '../../shared/caller.js';
import { type Failure, ProblemList, versionConflict } from '../../shared/failure.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { accountHold, OutgoingWork } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { NotificationHold } from '../notifications/notification.js';
import { addFaults, checkRules, checkTemplate, faultsIn, templatesOf } from './check-input.js';
import { DeskReader } from './desk-reader.js';
import type { TicketingSettings } from './template.js';
import type { TicketingRepository } from './ticketing.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly integration: IntegrationService;
  readonly settings: TicketingRepository;
}

export interface TicketingDraft extends Omit<TicketingSettings, 'version' | 'problems' | 'checkedAt' | 'instanceId'> {
  readonly expectedVersion: number | undefined;
}

/** How an account's notifications become tickets. */
export class TicketingService {
  constructor(private readonly deps: Deps) {}

  find({ accountId }: Caller): Promise<TicketingSettings | undefined> {
    return this.deps.settings.find(accountId);
  }

  /** What keeps all notifications of the account from their tickets. */
  async hold(caller: Caller): Promise<NotificationHold | undefined> {
    const { integration, settings } = this.deps;
    const [found, kinds, ticketing] = await Promise.all([
      integration.find(caller),
      integration.holds(caller),
      settings.find(caller.accountId),
    ]);
    const hold = accountHold(found, kinds, OutgoingWork.TICKETS);
    const isOn = ticketing?.isEnabled && ticketing.instanceId === found?.instanceId;
    return hold ?? (isOn ? undefined : NotificationHold.TICKETING_OFF);
  }

  /**
   * Saves settings that ConnectWise could work with at this moment; while they are off they are not checked.
   * @throws Failure INVALID with the choices there are, VERSION_CONFLICT, and why ConnectWise cannot be asked
   */
  async save(caller: Caller, { expectedVersion, ...given }: TicketingDraft): Promise<TicketingSettings> {
    const { database, audit, integration, settings } = this.deps;
    const { accountId } = caller;
    const draft = { ...given, instanceId: (await integration.find(caller))?.instanceId };
    const before = await settings.find(accountId);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version);
    const problems = new ProblemList();
    for (const placed of templatesOf(draft)) checkTemplate(placed, { problems });
    checkRules(draft.rules, problems);
    checkDays(draft, problems);
    problems.throwIfAny();
    if (draft.isEnabled) {
      await integration.ask(caller, async (session) => {
        addFaults(await faultsIn(new DeskReader(session), templatesOf(draft)), problems);
        const { ownCompanyId } = draft;
        const isKnown = ownCompanyId === undefined || (await session.companies.findById(ownCompanyId)) !== undefined;
        if (!isKnown) problems.add('ownCompanyId', 'There is no company with this record id.');
      });
      problems.throwIfAny();
    }
    const found = { version: undefined, problems: undefined, checkedAt: undefined };
    const changes = changesBetween(before && { ...before, ...found }, { ...draft });
    // What was checked just now and stays as it is has no problems any more.
    if (before && changes.length === 0 && before.problems.length === 0) return before;
    await database.write(accountId, async (tx) => {
      if (!(await settings.save(tx, accountId, { ...draft, version }))) throw conflict(version + 1);
      await audit.record(tx, caller, { action: AuditAction.TICKETING_SETTINGS_SAVED, changes });
      if (draft.isEnabled) await settings.noteChecked(tx, accountId);
      if (draft.isEnabled) await settings.stir(tx, accountId);
      await wake(tx, accountId, WorkKind.TICKETS);
      if (draft.isEnabled) await wake(tx, accountId, WorkKind.TEMPLATE_CHECK);
    });
    const saved = await settings.find(accountId);
    if (!saved) throw new Error('Settings are never deleted.');
    return saved;
  }
}

const MOST_DAYS = 365;
const WEEK_MINUTES = 7 * 24 * 60;

type LifeCycleDays = Pick<TicketingSettings, 'reopenDays' | 'quietDays' | 'heldDays' | 'groupingMinutes'>;

function checkDays(
  { reopenDays, quietDays, heldDays, groupingMinutes = 1 }: LifeCycleDays,
  problems: ProblemList,
): void {
  for (const [field, days] of Object.entries({ reopenDays, quietDays })) {
    if (days < 0 || days > MOST_DAYS) problems.add(field, `This takes 0 to ${MOST_DAYS} days.`);
  }
  if (heldDays < 1 || heldDays > MOST_DAYS) problems.add('heldDays', `This takes 1 to ${MOST_DAYS} days.`);
  if (groupingMinutes < 1 || groupingMinutes > WEEK_MINUTES) {
    problems.add('groupingMinutes', `This takes 1 to ${WEEK_MINUTES} minutes, or null.`);
  }
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}
