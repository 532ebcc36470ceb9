import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { TokenId } from '../../shared/ids.js';
import type { AccessTokenService } from './access-token.service.js';
import {
  AccessToken,
  AccessTokenConnection,
  CreateAccessTokenInput,
  CreateAccessTokenPayload,
  RevokeAccessTokenInput,
  RevokeAccessTokenPayload,
} from './access-token.types.js';

@Resolver()
export class AccessTokenResolver {
  constructor(private readonly tokens: AccessTokenService) {}

  @May.administrate()
  @Query(() => AccessTokenConnection, { nullable: true, description: 'Access tokens of the account, newest first.' })
  async accessTokens(@Ctx() { caller }: Context, @Args(() => PageArgs) page: PageArgs): Promise<AccessTokenConnection> {
    return AccessTokenConnection.of(await this.tokens.page(caller, page.request()), AccessToken.of);
  }

  @May.administrate()
  @Mutation(() => CreateAccessTokenPayload, { nullable: true, description: 'Make an access token; it is shown once.' })
  createAccessToken(
    @Ctx() { caller }: Context,
    @Arg('input', () => CreateAccessTokenInput) input: CreateAccessTokenInput,
  ): Promise<CreateAccessTokenPayload> {
    return payload(CreateAccessTokenPayload, async () => {
      const { token, accessToken } = await this.tokens.create(caller, input);
      return { token: token.reveal(), accessToken: AccessToken.of(accessToken) };
    });
  }

  @May.administrate()
  @Mutation(() => RevokeAccessTokenPayload, { nullable: true, description: 'End an access token at once.' })
  revokeAccessToken(
    @Ctx() { caller }: Context,
    @Arg('input', () => RevokeAccessTokenInput) input: RevokeAccessTokenInput,
  ): Promise<RevokeAccessTokenPayload> {
    return payload(RevokeAccessTokenPayload, async () => {
      const id = decodeId<TokenId>('AccessToken', input.tokenId, ['tokenId']);
      return { accessToken: AccessToken.of(await this.tokens.revoke(caller, id)) };
    });
  }
}
