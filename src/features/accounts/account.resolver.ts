import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { AccountId } from '../../shared/ids.js';
import { AccountStatus } from './account.js';
import type { AccountService } from './account.service.js';
import {
  Account,
  AccountSummary,
  AccountSummaryConnection,
  CreateAccountInput,
  CreateAccountPayload,
  ResumeAccountInput,
  ResumeAccountPayload,
  SuspendAccountInput,
  SuspendAccountPayload,
} from './account.types.js';

@Resolver()
export class AccountResolver {
  constructor(private readonly accounts: AccountService) {}

  @May.runPlatform()
  @Query(() => AccountSummaryConnection, {
    nullable: true,
    name: 'accounts',
    description: 'All accounts, oldest first.',
  })
  async all(@Args(() => PageArgs) page: PageArgs): Promise<AccountSummaryConnection> {
    return AccountSummaryConnection.of(await this.accounts.page(page.request()), AccountSummary.of);
  }

  @May.runPlatform()
  @Mutation(() => CreateAccountPayload, { nullable: true, description: 'Make an account and its first token.' })
  createAccount(
    @Ctx() { caller }: Context,
    @Arg('input', () => CreateAccountInput) input: CreateAccountInput,
  ): Promise<CreateAccountPayload> {
    return payload(CreateAccountPayload, async () => {
      const { account, token } = await this.accounts.create(caller, input);
      return { account: Account.of(account), token: token.reveal() };
    });
  }

  @May.runPlatform()
  @Mutation(() => SuspendAccountPayload, {
    nullable: true,
    description: 'Refuse the tokens of an account and hold its work.',
  })
  suspendAccount(
    @Ctx() { caller }: Context,
    @Arg('input', () => SuspendAccountInput) input: SuspendAccountInput,
  ): Promise<SuspendAccountPayload> {
    return payload(SuspendAccountPayload, async () => {
      const id = decodeId<AccountId>('Account', input.accountId, ['accountId']);
      return { account: Account.of(await this.accounts.setStatus(caller, id, AccountStatus.SUSPENDED)) };
    });
  }

  @May.runPlatform()
  @Mutation(() => ResumeAccountPayload, { nullable: true, description: 'Let a suspended account go on.' })
  resumeAccount(
    @Ctx() { caller }: Context,
    @Arg('input', () => ResumeAccountInput) input: ResumeAccountInput,
  ): Promise<ResumeAccountPayload> {
    return payload(ResumeAccountPayload, async () => {
      const id = decodeId<AccountId>('Account', input.accountId, ['accountId']);
      return { account: Account.of(await this.accounts.setStatus(caller, id, AccountStatus.ACTIVE)) };
    });
  }
}
