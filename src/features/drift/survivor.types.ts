import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SurvivorReason, type LikelySurvivor as SurvivorRecord } from './drift.js';

registerEnumType(SurvivorReason, {
  name: 'SurvivorReason',
  description: 'Why a company is taken for the survivor of a merge. Values may be added: keep a default branch.',
  valuesConfig: {
    CONTACT_MOVED: { description: 'The main contact of the company that is gone belongs to it now.' },
    SAME_IDENTIFIER: { description: 'It has the identifier.' },
    SAME_NAME: { description: 'It has the name, but for legal form, case and punctuation.' },
    SAME_DOMAIN: { description: 'Its website is of the same domain.' },
    SAME_PHONE_NUMBER: { description: 'It has the phone number.' },
  },
});

@ObjectType({
  description: 'Where the users of a company that is gone most likely belong, as last seen. ConnectWise does not say.',
  simpleResolvers: true,
})
export class LikelySurvivor {
  @Field(() => Int, { description: "ConnectWise's record id, to map to." })
  connectWiseId!: number;

  @Field(() => String)
  identifier!: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  status?: string;

  @Field(() => [SurvivorReason], { description: 'The strongest first.' })
  reasons!: SurvivorReason[];

  static of(record: SurvivorRecord): LikelySurvivor {
    return Object.assign(new LikelySurvivor(), record);
  }
}
