import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { UserId } from '../../shared/ids.js';
import { User } from '../users/user.types.js';
import type { EraseUser } from './erase-user.js';
import { EraseUserInput, EraseUserPayload, RemainingRecord } from './erasure.types.js';

@Resolver()
export class ErasureResolver {
  constructor(private readonly erasing: EraseUser) {}

  @May.administrate()
  @Mutation(() => EraseUserPayload, {
    nullable: true,
    description:
      'Archive a user and erase what names it, for ever: names, domains and texts go, quantities and ids stay. The texts go in ' +
      'the background; `User.erasureEndedAt` tells when none is left.',
  })
  eraseUser(@Ctx() { caller }: Context, @Arg('input', () => EraseUserInput) input: EraseUserInput) {
    return payload(EraseUserPayload, async () => {
      const userId = decodeId<UserId>('User', input.userId, ['userId']);
      const { expectedVersion } = input;
      const { user, remaining, hasMore } = await this.erasing.erase(caller, { userId, expectedVersion });
      return { user: User.of(user), remaining: remaining.map(RemainingRecord.of), hasMoreRemaining: hasMore };
    });
  }
}
