import { Field, ObjectType, registerEnumType } from 'type-graphql';
import {
  CHECK_SUBJECTS,
  CheckCause,
  CheckOutcome,
  type ConnectionReport as ReportRecord,
} from '../../connectwise/connection-report.js';
import { DateTime, Url } from '../../graphql/scalars.js';
import { checkCauseDescriptions, checkOutcomeDescriptions, checkSubjectDescriptions } from './check-descriptions.js';

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
