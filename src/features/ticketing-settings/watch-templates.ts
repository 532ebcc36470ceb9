import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Database } from '../../database/database.js';
import { assertHold, wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import { ownHourAfter } from '../../shared/own-hour.js';
import { PutOff } from '../../shared/put-off.js';
import { type NextWake, type WorkHandler, type WorkHold, WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind, type NewEvent } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import { faultsIn, templatesOf } from './check-input.js';
import { DeskReader } from './desk-reader.js';
import type { TicketingSettings, TicketOverride } from './template.js';
import { compareProblems, type TemplateProblem } from './template-problem.js';
import type { TicketOverrideRepository } from './ticket-override.repository.js';
import type { TemplateChecks, TicketingRepository } from './ticketing.repository.js';

interface Deps {
  readonly database: Database;
  readonly settings: TicketingRepository;
  readonly overrides: TicketOverrideRepository;
  readonly backgroundWork: BackgroundWork;
  readonly audit: AuditService;
  readonly events: EventService;
}

/** So many overrides are read at once. */
const SLICE = 500;
/** So soon after a check the account's hour does not ask for another one; while there are problems, time alone does. */
const REST_MS = 60 * 60_000;

type Compared = ReturnType<typeof compareProblems>;

/** What a look at all templates brought. */
interface Findings {
  readonly settings: Compared;
  readonly overrides: readonly { readonly override: TicketOverride; readonly compared: Compared }[];
}

/**
 * Holds all templates of an account against their boards once a day, before tickets are opened, and when one was refused:
 * so people hear of a board that somebody changed in ConnectWise before tickets fail for it, which wait until it is mended.
 */
export class WatchTemplates implements WorkHandler {
  readonly kind = WorkKind.TEMPLATE_CHECK;

  constructor(private readonly deps: Deps) {}

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const { settings: rows } = this.deps;
    const { accountId } = caller;
    const settings = await rows.find(accountId);
    if (!settings?.isEnabled) return { kind: 'rest' };
    const at = nextCheck(accountId, await rows.checks(accountId));
    if (at > hold.startedAt) return { kind: 'at', at };
    await this.check({ caller, signal, hold, settings }, hold.startedAt);
    return { kind: 'at', at: nextCheck(accountId, await rows.checks(accountId)) };
  }

  /**
   * The settings by which a ticket is opened now. What was not looked at for an hour is looked at before, so that what
   * changed is told and not tried.
   */
  async fresh(run: DeliveryRun, now: Date): Promise<TicketingSettings> {
    const { caller, settings } = run;
    if (settings.checkedAt && now.getTime() - settings.checkedAt.getTime() < REST_MS) return settings;
    await this.check(run, now);
    return (await this.deps.settings.find(caller.accountId)) ?? settings;
  }

  /** A ticket was refused: perhaps its board is not what it was. Wakes the check, so call it last in a transaction. */
  async suspect(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    const at = await this.deps.settings.wantCheck(tx, accountId);
    if (at) await wake(tx, accountId, this.kind, at);
  }

  private async check({ caller, signal, hold, settings }: DeliveryRun, now: Date): Promise<void> {
    const { accountId } = caller;
    const way = { work: OutgoingWork.TICKETS, capability: 'READ_BOARDS', signal } as const;
    const findings = await this.deps.backgroundWork.run(caller, way, (session, instanceId) => {
      // Whoever saves the settings for the ConnectWise that is set up now has them checked.
      if (instanceId !== settings.instanceId) throw new PutOff('INSTANCE_CHANGED', { kind: 'rest' });
      return this.look(session, { accountId, settings, now });
    });
    await this.keep(caller, hold, { settings, findings });
  }

  private async look(
    session: ConnectWiseSession,
    { accountId, settings, now }: { accountId: AccountId; settings: TicketingSettings; now: Date },
  ): Promise<Findings> {
    const desk = new DeskReader(session);
    const found = compareProblems(settings.problems, await faultsIn(desk, templatesOf(settings)), now);
    const overrides: Findings['overrides'][number][] = [];
    let last: UserId | undefined;
    do {
      const some = await this.deps.overrides.after(accountId, last, SLICE);
      for (const override of some.filter(({ instanceId }) => instanceId === settings.instanceId)) {
        const faults = await faultsIn(desk, [{ path: ['template'], template: override.template }]);
        const compared = compareProblems(override.problems, faults, now);
        if (compared.opened.length + compared.passed.length > 0) overrides.push({ override, compared });
      }
      last = some.length === SLICE ? some.at(-1)?.userId : undefined;
    } while (last);
    return { settings: found, overrides };
  }

  private async keep(
    caller: Caller,
    hold: WorkHold,
    { settings, findings }: { settings: TicketingSettings; findings: Findings },
  ): Promise<void> {
    const { database, settings: rows, overrides, audit, events } = this.deps;
    const { accountId } = caller;
    const { version } = settings;
    await database.write(accountId, async (tx) => {
      // Who saved the settings meanwhile has checked them, and wants a check of their own.
      if (await rows.setProblems(tx, accountId, { version, problems: findings.settings.after })) {
        const changed = findings.overrides.map(({ override: { userId, version }, compared }) => ({
          ...{ userId, version, problems: compared.after },
        }));
        await overrides.setProblems(tx, accountId, changed);
        const news = newsOf(findings);
        const changes = [{ field: 'parts', before: null, after: String(news.length) }];
        if (news.length > 0) await audit.record(tx, caller, { action: AuditAction.TICKET_TEMPLATES_CHECKED, changes });
        await events.append(tx, accountId, ...news);
        if (news.some(({ kind }) => kind === EventKind.BOARD_BACK)) {
          await rows.stir(tx, accountId);
          await wake(tx, accountId, WorkKind.TICKETS);
        }
      }
      await assertHold(tx, hold);
    });
  }
}

function nextCheck(accountId: AccountId, { checkedAt, wantedAt, hasProblems }: TemplateChecks): Date {
  if (!checkedAt) return new Date(0);
  const rested = checkedAt.getTime() + REST_MS;
  const planned = hasProblems ? rested : ownHourAfter(accountId, rested);
  return new Date(Math.min(planned, wantedAt?.getTime() ?? planned));
}

/** One event for each part of a board, however many templates name it. */
function newsOf({ settings, overrides }: Findings): NewEvent[] {
  const opened = overrides.flatMap(({ compared }) => compared.opened);
  const passed = overrides.flatMap(({ compared }) => compared.passed);
  return [
    ...eventsOf(EventKind.BOARD_CHANGED, { ofAccount: settings.opened, ofUsers: opened }),
    ...eventsOf(EventKind.BOARD_BACK, { ofAccount: settings.passed, ofUsers: passed }),
  ];
}

interface Problems {
  readonly ofAccount: readonly TemplateProblem[];
  readonly ofUsers: readonly TemplateProblem[];
}

function eventsOf(kind: EventKind, { ofAccount, ofUsers }: Problems): NewEvent[] {
  const partOf = ({ boardId, field, recordId }: TemplateProblem) => `${boardId}/${field}/${recordId}`;
  const parts = new Map([...ofUsers, ...ofAccount].map((problem) => [partOf(problem), problem]));
  return [...parts].map(([part, { boardId, field, recordId, choices }]) => {
    const templates = ofAccount.filter((problem) => partOf(problem) === part).map(({ path }) => path.join('.'));
    return {
      kind,
      facts: {
        ...{ boardId, field, connectWiseId: recordId, templates: templates.join(' ') },
        overrides: ofUsers.filter((problem) => partOf(problem) === part).length,
        choices: kind === EventKind.BOARD_CHANGED ? choices.map(({ id }) => id).join(' ') : null,
      },
    };
  });
}
