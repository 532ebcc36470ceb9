import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { OutgoingWork } from '../integration/health.types.js';
import { HoldReason } from './work-state.js';

registerEnumType(HoldReason, {
  name: 'HoldReason',
  description: 'Why nothing leaves for ConnectWise on behalf of a user.',
  valuesConfig: {
    USER_ARCHIVED: { description: 'The user is archived.' },
    INTEGRATION_OFF: { description: 'The integration is off.' },
    KEYS_MISSING: { description: 'The stored keys are gone and must be entered again.' },
    INTEGRATION_PAUSED: {
      description: 'ConnectWise refuses the keys or the clientId; see the health of the integration.',
    },
    WORK_NOT_PERMITTED: { description: 'The role lacks a right for the kind of work that was asked about.' },
    NOT_MAPPED: { description: 'The user has no mapping.' },
    MAPPING_DISABLED: { description: 'The mapping is disabled.' },
    MAPPING_ON_OTHER_INSTANCE: { description: 'The account moved to another instance; verify the mapping there.' },
    MAPPING_UNVERIFIED: { description: 'The mapping was never verified.' },
    MAPPING_BROKEN: { description: 'The mapping is broken.' },
  },
});

@ObjectType({ description: 'Where a user stands, asked by its source.' })
export class UserState {
  @Field(() => String)
  externalId!: string;

  @Field(() => ID, { nullable: true, description: 'Null when this key was never reported.' })
  userId?: string;

  @Field(() => HoldReason, { nullable: true, description: 'Why work is held; null when it goes out.' })
  hold?: HoldReason;
}

@ArgsType()
export class WorkArgs {
  @Field(() => OutgoingWork, { nullable: true, description: 'Ask about this kind of work, not about all of it.' })
  work?: OutgoingWork | null;
}

@ArgsType()
export class UserStatesArgs extends WorkArgs {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => [String], { description: 'At most 1,000.' })
  externalIds!: string[];
}
