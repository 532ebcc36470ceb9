import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import { Role } from '../../shared/caller.js';
import type { AccessToken as TokenRecord } from './access-token.js';

registerEnumType(Role, {
  name: 'Role',
  description: 'What an actor may do.',
  valuesConfig: {
    ADMIN: { description: 'Everything of one account.' },
    OPERATOR: { description: 'Reads all; works users, mappings and notifications.' },
    BILLING: { description: 'Reads all; runs and approves billing.' },
    READER: { description: 'Reads all.' },
    INGEST: {
      description: 'Reports the users, usage, statistics and notifications of one source; reads what became of them.',
    },
    PLATFORM: { description: 'Creates, suspends and lists accounts; sees no data of customers.' },
  },
});

@ObjectType({ implements: Node, description: 'An access token, as listed; the token itself is shown once, when made.' })
export class AccessToken extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => Role)
  role!: Role;

  @Field(() => String, { description: 'The last four characters of the token.' })
  hint!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Null when it does not expire.' })
  expiresAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'To the minute; null when never used.' })
  lastUsedAt?: Date;

  @Field(() => DateTime, { nullable: true })
  revokedAt?: Date;

  static of(record: TokenRecord): AccessToken {
    const { lastFour, id, sourceId, ...rest } = record;
    return Object.assign(new AccessToken(), rest, { id: toGlobalId('AccessToken', id), hint: lastFour });
  }
}

export const AccessTokenConnection = connectionType('AccessToken', () => AccessToken);
export type AccessTokenConnection = InstanceType<typeof AccessTokenConnection>;

@InputType()
export class CreateAccessTokenInput {
  @Field(() => String, { description: 'What it is for, 1 to 100 characters.' })
  name!: string;

  @Field(() => Role)
  role!: Role;

  @Field(() => String, { nullable: true, description: 'Code of the source an INGEST token is bound to.' })
  source?: string;

  @Field(() => DateTime, { nullable: true, description: 'Left out, it does not expire.' })
  expiresAt?: Date;
}

@ObjectType()
export class CreateAccessTokenPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'The token, shown this once.' })
  token?: string;

  @Field(() => AccessToken, { nullable: true })
  accessToken?: AccessToken;
}

@InputType()
export class RevokeAccessTokenInput {
  @Field(() => ID)
  tokenId!: string;
}

@ObjectType()
export class RevokeAccessTokenPayload extends Payload {
  @Field(() => AccessToken, { nullable: true })
  accessToken?: AccessToken;
}
