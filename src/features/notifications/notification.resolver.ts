import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { idOrNone, toGlobalId } from '../../graphql/node.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import type { BulkOutcome } from '../../shared/bulk.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { NotificationId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { NotificationService } from './notification.service.js';
import {
  Notification,
  NotificationConnection,
  NotificationsArgs,
  RetryNotificationsInput,
  RetryNotificationsPayload,
} from './notification.types.js';
import type { ReportNotifications } from './report-notifications.js';
import {
  NotificationResult,
  RaiseNotificationsInput,
  RaiseNotificationsPayload,
  ResolveNotificationsInput,
  ResolveNotificationsPayload,
} from './report-notifications.types.js';

export interface NotificationServices {
  readonly notifications: NotificationService;
  readonly reportNotifications: ReportNotifications;
  readonly users: UserService;
}

@Resolver(() => Notification)
export class NotificationResolver {
  constructor(private readonly services: NotificationServices) {}

  @May.read()
  @Query(() => NotificationConnection, {
    nullable: true,
    name: 'notifications',
    description: 'Conditions that sources told of, newest first.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => NotificationsArgs) args: NotificationsArgs,
  ): Promise<NotificationConnection> {
    const filter = args.filter?.toRecord() ?? {};
    return NotificationConnection.of(
      await this.services.notifications.page(caller, args.request(), filter),
      Notification.of,
    );
  }

  @May.report()
  @Mutation(() => RaiseNotificationsPayload, {
    nullable: true,
    description: 'Tell of conditions. The same key again is the same condition: its ticket is told what is new.',
  })
  raiseNotifications(
    @Ctx() { caller }: Context,
    @Arg('input', () => RaiseNotificationsInput) { items, onError }: RaiseNotificationsInput,
  ) {
    return payload(RaiseNotificationsPayload, async () => {
      const given = items.map(({ source, userExternalId, occurredAt, ...item }) => ({
        ...item,
        source: source ?? undefined,
        userExternalId: userExternalId ?? undefined,
        occurredAt: occurredAt ?? undefined,
      }));
      return toPayload(await this.services.reportNotifications.raise(caller, given, onError));
    });
  }

  @May.report()
  @Mutation(() => ResolveNotificationsPayload, { nullable: true, description: 'Tell that conditions are over.' })
  resolveNotifications(
    @Ctx() { caller }: Context,
    @Arg('input', () => ResolveNotificationsInput) { items, onError }: ResolveNotificationsInput,
  ) {
    return payload(ResolveNotificationsPayload, async () => {
      const given = items.map(({ source, key, resolution }) => ({
        key,
        source: source ?? undefined,
        resolution: resolution ?? undefined,
      }));
      return toPayload(await this.services.reportNotifications.resolve(caller, given, onError));
    });
  }

  @May.map()
  @Mutation(() => RetryNotificationsPayload, { nullable: true, description: 'Try failed deliveries again now.' })
  retryNotifications(
    @Ctx() { caller }: Context,
    @Arg('input', () => RetryNotificationsInput) { notificationIds }: RetryNotificationsInput,
  ) {
    return payload(RetryNotificationsPayload, async () => {
      if ((notificationIds?.length ?? 0) > limits.bulkItems) throw tooMany();
      const ids = notificationIds?.map((id) => idOrNone<NotificationId>(id, 'Notification'));
      return { retried: await this.services.notifications.retry(caller, ids) };
    });
  }

  @FieldResolver(() => User, { nullable: true, description: 'Null when it concerns the whole account.' })
  async user(@Root() { userId }: Notification, @Ctx() context: Context): Promise<User | undefined> {
    if (!userId) return undefined;
    return loadUser(context, this.services.users, userId);
  }
}

function toPayload({ results, problems }: BulkOutcome<NotificationId>) {
  return {
    results: results.map(({ result, problems: own }) =>
      Object.assign(new NotificationResult(), {
        notificationId: result && toGlobalId('Notification', result),
        userErrors: problemsToErrors(own),
      }),
    ),
    userErrors: problemsToErrors(problems),
  };
}

function tooMany(): Failure {
  const message = `One call takes up to ${limits.bulkItems} notifications.`;
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['notificationIds'] });
}
