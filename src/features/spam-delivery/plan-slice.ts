import type { Month } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import type { Day } from '../../shared/day.js';
import { Failure } from '../../shared/failure.js';
import { newId, type SpamDeliveryId, type UserId } from '../../shared/ids.js';
import type { ReportRequest, WrittenReport } from '../spam-reports/report.js';
import { type SpamLanguage, type SpamRoute, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { User } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { DeliveryState, SkipReason, type WaitingDelivery } from './delivery.js';
import type { FindPlaces } from './find-places.js';

/** By which route the reports of users go: their own, or the account's. */
export interface SpamRoutes {
  routes(caller: Caller, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, SpamRouteChoice>>;
}

/** Writes the reports of users. Who has no figures in the month is not among them. */
export interface ReportWriter {
  write(
    caller: Caller,
    request: ReportRequest & { readonly language: SpamLanguage },
    users: readonly Pick<User, 'id' | 'name'>[],
  ): Promise<ReadonlyMap<UserId, WrittenReport | Failure>>;
}

interface Deps {
  readonly users: UserService;
  readonly routes: SpamRoutes;
  readonly places: FindPlaces;
  readonly reports: ReportWriter;
}

/** What is the same for all users of a job. */
export interface Occasion {
  readonly month: Month;
  readonly asOf: Day;
  readonly language: SpamLanguage;
}

type WaitingDraft = Omit<WaitingDelivery, 'jobId' | keyof Occasion> & { readonly state: 'WAITING' };
type EndedDraft = Pick<WaitingDelivery, 'id' | 'userId' | 'route'> &
  (
    | { readonly state: 'SKIPPED'; readonly reason: SkipReason }
    | { readonly state: 'FAILED'; readonly failure: Failure }
  );

/** What is to become of one user's report, before it is stored. */
export type DeliveryDraft = WaitingDraft | EndedDraft;

/** Writes the reports of some users, all of them together, and says of everybody else why there is none. */
export class PlanSlice {
  constructor(private readonly deps: Deps) {}

  /** Whose reports go by no route is left out. @throws PutOff while nothing of the account may go out */
  async plan(caller: Caller, occasion: Occasion, userIds: readonly UserId[]): Promise<DeliveryDraft[]> {
    const { users, routes, places, reports } = this.deps;
    const instanceId = await places.instance(caller);
    const chosen = await routes.routes(caller, userIds);
    const known = new Map((await users.find(caller, userIds)).map((user) => [user.id, user]));
    // In the order of ids, as the next slice begins behind the last one.
    const addressed = userIds.flatMap((id) => {
      const [user, route] = [known.get(id), chosen.get(id) ?? SpamRouteChoice.NONE];
      return !user || route === SpamRouteChoice.NONE ? [] : { user, route };
    });
    const found = await places.find(
      caller,
      addressed.map(({ user }) => user),
      instanceId,
    );
    const free = addressed.flatMap(({ user, route }) => {
      const place = found.get(user.id);
      return place && 'companyId' in place ? { user, route, companyId: place.companyId } : [];
    });
    const written = await reports.write(
      caller,
      occasion,
      free.map(({ user }) => user),
    );
    const skipped = addressed.flatMap(({ user, route }) => {
      const place = found.get(user.id);
      return place && 'reason' in place ? skip(user, route, place.reason) : [];
    });
    const told = free.map(({ user, route, companyId }) => {
      const report = written.get(user.id);
      if (!report) return skip(user, route, SkipReason.NO_FIGURES);
      if (report instanceof Failure) return { ...draftOf(user, route), state: DeliveryState.FAILED, failure: report };
      return { ...draftOf(user, route), ...report, state: DeliveryState.WAITING, instanceId, companyId };
    });
    return [...skipped, ...told];
  }
}

function skip(user: User, route: SpamRoute, reason: SkipReason): EndedDraft {
  return { ...draftOf(user, route), state: DeliveryState.SKIPPED, reason };
}

function draftOf({ id: userId }: User, route: SpamRoute) {
  return { id: newId<SpamDeliveryId>(), userId, route };
}
