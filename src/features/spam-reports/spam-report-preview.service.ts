import { countersOf } from '../../connectwise/domain-statistics.js';
import { assertNever } from '../../shared/assert-never.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { dayIn } from '../../shared/day.js';
import { Failure } from '../../shared/failure.js';
import type { AccountService } from '../accounts/account.service.js';
import { OutgoingWork } from '../integration/health.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { WorkGate } from '../mappings/work-gate.js';
import type { ChosenRoutes } from '../spam-settings/chosen-routes.js';
import { SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { UserService } from '../users/user.service.js';
import { nativeCounters } from './native-counters.js';
import type { WrittenReport } from './report.js';
import { type PreviewRequest, previewedMonth, type SpamReportPreview, UnsentReason } from './spam-report-preview.js';
import { summaryCounters } from './summary-counters.js';
import type { ReportedUser, WriteReports, WritingRequest } from './write-reports.js';

interface Deps {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly gate: WorkGate;
  readonly chosenRoutes: ChosenRoutes;
  readonly writing: WriteReports;
}

/** Shows reports before they are sent, from our own data alone. */
export class SpamReportPreviewService {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_FOUND, INVALID, or LIMIT_EXCEEDED when the report cannot be written */
  async preview(caller: Caller, { userId, ...asked }: PreviewRequest): Promise<SpamReportPreview> {
    const { clock, accounts, users, mappings, gate, chosenRoutes } = this.deps;
    const [user, { timeZone }] = await Promise.all([users.get(caller, userId), accounts.own(caller)]);
    const now = clock.now();
    const month = previewedMonth(asked.month, { at: now, timeZone });
    const [said, holds, [mapping]] = await Promise.all([
      chosenRoutes.find(caller, [userId]),
      gate.holds(caller, [user], OutgoingWork.STATISTICS),
      mappings.findByUsers(caller, [userId]),
    ]);
    const route = asked.route ?? said.routes.get(userId) ?? SpamRouteChoice.NONE;
    const language = asked.language ?? said.language;
    const hold = holds.get(userId);
    const report =
      route === SpamRouteChoice.NONE
        ? undefined
        : await this.report(caller, { month, asOf: dayIn(timeZone, now), language }, user);
    return {
      ...{ month, route, language, companyId: mapping?.connectWiseId, hold },
      reason: reasonOf({ route, isHeld: hold !== undefined, hasFigures: report !== undefined }),
      ...(report && sentBy(route, report)),
    };
  }

  private async report(
    caller: Caller,
    request: WritingRequest,
    user: ReportedUser,
  ): Promise<WrittenReport | undefined> {
    const outcome = (await this.deps.writing.write(caller, request, [user])).get(user.id);
    if (outcome instanceof Failure) throw outcome;
    return outcome;
  }
}

/** The first of them, in the order in which sending looks at them. */
function reasonOf(of: {
  readonly route: SpamRouteChoice;
  readonly isHeld: boolean;
  readonly hasFigures: boolean;
}): UnsentReason | undefined {
  if (of.route === SpamRouteChoice.NONE) return UnsentReason.NO_ROUTE;
  if (of.isHeld) return UnsentReason.HELD;
  return of.hasFigures ? undefined : UnsentReason.NO_FIGURES;
}

/** What of a report goes by a route. */
function sentBy(
  route: SpamRouteChoice,
  report: WrittenReport,
): Pick<SpamReportPreview, 'written' | 'summaryCounters' | 'nativeDomains'> {
  switch (route) {
    case SpamRouteChoice.NONE:
      return {};
    case SpamRouteChoice.COMPANY_NOTE:
    case SpamRouteChoice.TICKET:
      return { written: report };
    case SpamRouteChoice.SUMMARY_REPORT: {
      const counters = Object.entries(summaryCounters(report.figures));
      return { summaryCounters: counters.map(([name, value]) => ({ name, value })) };
    }
    case SpamRouteChoice.NATIVE_STATISTICS: {
      const domains = nativeCounters(report.figures);
      return { nativeDomains: domains.map((one) => ({ domain: one.domain, counters: countersOf(one) })) };
    }
    default:
      return assertNever(route);
  }
}
