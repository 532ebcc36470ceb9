import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ListedAccount } from '../../database/system.js';
import { connectionType } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { Count, DateTime } from '../../graphql/scalars.js';
import { Role } from '../../shared/caller.js';
import { Actor } from '../audit/audit.types.js';
import { type Account as AccountRecord, AccountStatus, type GrantedAccount } from './account.js';

registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Whether an account may work.',
  valuesConfig: {
    ACTIVE: { description: 'It works.' },
    SUSPENDED: { description: 'Its tokens are refused and its outgoing work is held; nothing is lost.' },
  },
});

@ObjectType({ implements: Node, description: "The tenant: one MSP's use of one ConnectWise instance." })
export class Account extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => AccountStatus)
  status!: AccountStatus;

  @Field(() => String, { description: 'IANA name, such as Europe/Berlin.' })
  timeZone!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => DateTime)
  createdAt!: Date;

  static of(record: AccountRecord): Account {
    return Object.assign(new Account(), { ...record, id: toGlobalId('Account', record.id) });
  }
}

@ObjectType({ description: 'An account as the platform sees it: its state and how much it holds, not what.' })
export class AccountSummary {
  @Field(() => Account)
  account!: Account;

  @Field(() => Boolean)
  isIntegrationEnabled!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'By the newest test of the saved settings; null before the first.',
  })
  isHealthy!: boolean | null;

  @Field(() => String, { nullable: true, description: 'The version ConnectWise told of itself.' })
  connectWiseVersion!: string | null;

  @Field(() => Count)
  userCount!: number;

  @Field(() => Count)
  mappingCount!: number;

  static of(record: ListedAccount): AccountSummary {
    return Object.assign(new AccountSummary(), record, { account: Account.of(record) });
  }
}

export const AccountSummaryConnection = connectionType('AccountSummary', () => AccountSummary);
export type AccountSummaryConnection = InstanceType<typeof AccountSummaryConnection>;

@ObjectType({ description: 'An account that the caller may act for, and as what.' })
export class AccountAccess {
  @Field(() => Account)
  account!: Account;

  @Field(() => [Role])
  roles!: Role[];

  static of({ account, roles }: GrantedAccount): AccountAccess {
    return Object.assign(new AccountAccess(), { account: Account.of(account), roles: [...roles] });
  }
}

@ObjectType({ description: 'What one call may ask for.' })
export class Limits {
  @Field(() => Int, { description: 'Rows a request may read in all.' })
  cost!: number;

  @Field(() => Int, { description: 'Rows a page may hold.' })
  pageSize!: number;

  @Field(() => Int, { description: 'Items of a bulk call that our own data answers.' })
  bulkItems!: number;

  @Field(() => Int, { description: 'Items of a bulk call that needs ConnectWise.' })
  connectWiseItems!: number;
}

@ObjectType({ description: 'Who is calling, for which account, and what it may ask for.' })
export class Viewer {
  @Field(() => Account)
  account!: Account;

  @Field(() => Actor)
  actor!: Actor;

  @Field(() => [Role], { description: 'In this account.' })
  roles!: Role[];

  @Field(() => Limits)
  limits!: Limits;
}

@InputType()
export class CreateAccountInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { defaultValue: 'UTC', description: 'IANA name, such as Europe/Berlin.' })
  timeZone!: string;
}

@ObjectType()
export class CreateAccountPayload extends Payload {
  @Field(() => Account, { nullable: true })
  account?: Account;

  @Field(() => String, { nullable: true, description: 'The first token, an ADMIN, shown this once.' })
  token?: string;
}

@InputType()
export class SuspendAccountInput {
  @Field(() => ID)
  accountId!: string;
}

@ObjectType()
export class SuspendAccountPayload extends Payload {
  @Field(() => Account, { nullable: true })
  account?: Account;
}

@InputType()
export class ResumeAccountInput {
  @Field(() => ID)
  accountId!: string;
}

@ObjectType()
export class ResumeAccountPayload extends Payload {
  @Field(() => Account, { nullable: true })
  account?: Account;
}
