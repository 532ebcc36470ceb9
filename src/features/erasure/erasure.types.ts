import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { User } from '../users/user.types.js';
import { type RemainingRecord as RecordOfRemaining, RemainingKind } from './erasure.js';

registerEnumType(RemainingKind, {
  name: 'RemainingRecordKind',
  description: 'Sort of record in ConnectWise that tells of an erased user.',
  valuesConfig: {
    COMPANY: { description: 'The company that the user was mapped to.' },
    TICKET: { description: 'A service ticket that was opened for the user.' },
    COMPANY_NOTE: { description: 'A note on a company, with a report of spam statistics.' },
    DOCUMENT: { description: 'A document that is attached to a company or ticket.' },
    SUMMARY_REPORT: { description: 'A management summary report.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What ConnectWise has of an erased user; people have to erase it there.',
})
export class RemainingRecord {
  @Field(() => RemainingKind)
  kind!: RemainingKind;

  @Field(() => Int, { nullable: true, description: 'Null while nobody knows whether ConnectWise made it.' })
  connectWiseId?: number;

  @Field(() => String, { nullable: true, description: 'The `externalXRef` by which such a ticket would be found.' })
  reference?: string;

  static of(record: RecordOfRemaining): RemainingRecord {
    return Object.assign(new RemainingRecord(), record);
  }
}

@InputType()
export class EraseUserInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true, description: 'Refuses the change if somebody else made one since.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class EraseUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;

  @Field(() => [RemainingRecord], {
    nullable: true,
    description: 'What ConnectWise has of the user, up to 1,000 records. The company is told by the first call only.',
  })
  remaining?: RemainingRecord[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether there is more than that; the export of the user has all.',
  })
  hasMoreRemaining?: boolean;
}
