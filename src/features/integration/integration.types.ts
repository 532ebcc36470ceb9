import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  CHECK_SUBJECTS,
  CheckCause,
  CheckOutcome,
  type ConnectionReport as ReportRecord,
} from '../../connectwise/connection-report.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime, Url } from '../../graphql/scalars.js';
import type { AccountId } from '../../shared/ids.js';
import { checkCauseDescriptions, checkOutcomeDescriptions, checkSubjectDescriptions } from './check-descriptions.js';
import { InstanceChange, type Integration as IntegrationRecord } from './integration.js';

export const CheckSubject = Object.fromEntries(CHECK_SUBJECTS.map((subject) => [subject, subject]));

registerEnumType(CheckSubject, {
  name: 'ConnectionCheckSubject',
  description: 'What a check looks at, from the outside in.',
  valuesConfig: checkSubjectDescriptions,
});
registerEnumType(CheckOutcome, {
  name: 'CheckOutcome',
  description: 'How a check ended.',
  valuesConfig: checkOutcomeDescriptions,
});
registerEnumType(CheckCause, {
  name: 'CheckCause',
  description: 'Why a check did not pass. Values may be added: keep a default branch.',
  valuesConfig: checkCauseDescriptions,
});
registerEnumType(InstanceChange, {
  name: 'InstanceChange',
  description: 'How settings that lead to another ConnectWise system are meant.',
  valuesConfig: {
    SAME_DATA_MOVED: { description: 'The same records under the same ids; each mapping must show that first.' },
    OTHER_DATA: { description: 'Other records; mappings wait until they are verified again by identifier.' },
  },
});

@ObjectType({ description: "The row to change in the API member's security role, and the level it needs." })
export class RoleRow {
  @Field(() => String)
  module!: string;

  @Field(() => String)
  function!: string;

  @Field(() => String)
  level!: string;
}

@ObjectType({ description: 'One step of a connection test.' })
export class ConnectionCheck {
  @Field(() => CheckSubject)
  subject!: string;

  @Field(() => CheckOutcome)
  outcome!: CheckOutcome;

  @Field(() => CheckCause, { nullable: true, description: 'Null exactly when it passed.' })
  cause?: CheckCause | null;

  @Field(() => String, { description: 'What was found and what to do, for a person.' })
  message!: string;

  @Field(() => RoleRow, { nullable: true, description: 'Set when a right is missing.' })
  role?: RoleRow | null;
}

@ObjectType({ description: 'Result of trying a connection, check by check.' })
export class ConnectionReport {
  @Field(() => Boolean, { description: 'Whether the connection can be used; missing capabilities only warn.' })
  isHealthy!: boolean;

  @Field(() => DateTime)
  checkedAt!: Date;

  @Field(() => [ConnectionCheck])
  checks!: ConnectionCheck[];

  @Field(() => String, { nullable: true, description: 'As ConnectWise writes it, such as v2025.1.10333.' })
  version?: string | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False on-premise; null while unknown.' })
  isCloud?: boolean | null;

  @Field(() => Url, { nullable: true })
  apiBaseUrl?: string | null;

  static of(record: ReportRecord): ConnectionReport {
    const checks = record.checks.map((check) =>
      Object.assign(new ConnectionCheck(), check, { role: check.role && Object.assign(new RoleRow(), check.role) }),
    );
    return Object.assign(new ConnectionReport(), record, { checks });
  }
}

@ObjectType({
  description:
    'How ConnectWise is reached. The private key is write-only; the public key shows its last four characters.',
})
export class ConnectWiseAccess {
  @Field(() => Url, { nullable: true })
  site?: string;

  @Field(() => String, { nullable: true, description: "The MSP's own name at ConnectWise sign-in." })
  loginCompanyId?: string;

  @Field(() => String, { nullable: true, description: 'The last four characters of the public key.' })
  publicKeyHint?: string;

  @Field(() => Boolean, { description: 'Whether a private key is stored; it is never shown.' })
  hasPrivateKey!: boolean;

  @Field(() => DateTime, { nullable: true })
  keysChangedAt?: Date;

  @Field(() => String, { nullable: true, description: 'PEM text of an authority trusted beside the public ones.' })
  customCa?: string;

  @Field(() => String, { nullable: true, description: "Used instead of the server's own clientId." })
  clientId?: string;
}

@ObjectType({ implements: Node, description: "The account's link to one ConnectWise system." })
export class Integration extends Node {
  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => ConnectWiseAccess)
  access!: ConnectWiseAccess;

  @Field(() => ConnectionReport, { nullable: true, description: 'Of the newest test of the saved settings.' })
  lastReport?: ConnectionReport;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  static of(accountId: AccountId, record: IntegrationRecord): Integration {
    const { site, loginCompanyId, publicKeyLastFour, hasPrivateKey, keysChangedAt, customCa, clientId } = record;
    const access = {
      site,
      loginCompanyId,
      publicKeyHint: publicKeyLastFour,
      hasPrivateKey,
      keysChangedAt,
      customCa,
      clientId,
    };
    const { isEnabled, version, createdAt, updatedAt, lastReport } = record;
    return Object.assign(new Integration(), {
      id: toGlobalId('Integration', accountId),
      isEnabled,
      access: Object.assign(new ConnectWiseAccess(), access),
      lastReport: lastReport && ConnectionReport.of(lastReport),
      version,
      createdAt,
      updatedAt,
    });
  }
}

@InputType({ description: 'What is left out is taken from the saved settings.' })
export class TestConnectionInput {
  @Field(() => String, { nullable: true, description: 'A URL or a host name, as in the address bar.' })
  site?: string | null;

  @Field(() => String, { nullable: true })
  loginCompanyId?: string | null;

  @Field(() => String, { nullable: true })
  publicKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Needed anew with another site or login company id.' })
  privateKey?: string | null;

  @Field(() => String, { nullable: true, description: 'PEM text.' })
  customCa?: string | null;

  @Field(() => String, { nullable: true, description: "Used instead of the server's own clientId." })
  clientId?: string | null;
}

@InputType({ description: 'An absent field keeps its value; null clears it.' })
export class SaveIntegrationSettingsInput extends TestConnectionInput {
  @Field(() => Boolean, { nullable: true })
  isEnabled?: boolean | null;

  @Field(() => InstanceChange, { nullable: true, description: 'Needed when the settings lead to another system.' })
  instanceChange?: InstanceChange | null;

  @Field(() => Int, { nullable: true, description: '0 while nothing was saved yet.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class TestConnectionPayload extends Payload {
  @Field(() => ConnectionReport, { nullable: true })
  report?: ConnectionReport;
}

@ObjectType()
export class SaveIntegrationSettingsPayload extends Payload {
  @Field(() => Integration, { nullable: true, description: 'As it is stored now, also when the save was refused.' })
  integration?: Integration;

  @Field(() => ConnectionReport, {
    nullable: true,
    description: 'Of the test that saving made; null when the same values had just passed or could not be tested.',
  })
  report?: ConnectionReport;
}

@ObjectType({ description: 'One step of setting ConnectWise up, in the words of its screens.' })
export class SetupStep {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'What to do in ConnectWise before the settings can be entered here.' })
export class ConnectWiseSetup {
  @Field(() => [SetupStep])
  steps!: SetupStep[];

  @Field(() => [RoleRow], { description: "Everything psa-bridge asks for; leave out what you don't use." })
  role!: RoleRow[];
}
