import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime, Url } from '../../graphql/scalars.js';
import type { AccountId } from '../../shared/ids.js';
import { ConnectionReport } from './connection-report.types.js';
import { InstanceChange, type Integration as IntegrationRecord } from './integration.js';

registerEnumType(InstanceChange, {
  name: 'InstanceChange',
  description: 'How settings that lead to another ConnectWise system are meant.',
  valuesConfig: {
    SAME_DATA_MOVED: { description: 'The same records under the same ids; each mapping must show that first.' },
    OTHER_DATA: { description: 'Other records; mappings wait until they are verified again by identifier.' },
  },
});

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
