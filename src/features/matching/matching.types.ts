import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import { UserError } from '../../graphql/user-error.js';
import type { CompanyId, UserId } from '../../shared/ids.js';
import { StartPayload } from '../jobs/job.types.js';
import { MappingResult } from '../mappings/bulk-mapping.types.js';
import { MatchReason } from './scoring.js';
import { type MatchSuggestion as SuggestionRecord, SuggestionStatus } from './suggestion.js';

registerEnumType(MatchReason, {
  name: 'MatchReason',
  description: 'Why a company is suggested for a user. Values may be added: keep a default branch.',
  valuesConfig: {
    SAME_IDENTIFIER: { description: "The source's key of the user is the company identifier." },
    SAME_NAME: { description: 'The names are the same; case, width and white space do not count.' },
    SAME_NORMALISED_NAME: { description: 'The names are the same without punctuation, accents and legal forms.' },
    TRUNCATED_NAME: { description: "The company's name is the user's, cut off where ConnectWise cuts long names." },
    SAME_DOMAIN: { description: "A mail domain of the user is that of the company's website." },
    SIMILAR_NAME: { description: 'The names are alike.' },
  },
});
registerEnumType(SuggestionStatus, {
  name: 'SuggestionStatus',
  description: 'What became of a suggestion.',
  valuesConfig: {
    OPEN: { description: 'Nobody has decided yet.' },
    ACCEPTED: { description: 'The user was mapped to the company.' },
    DISMISSED: { description: 'A person said that it is the wrong company; it is not suggested again.' },
  },
});

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A company that a user may be.' })
export class MatchSuggestion extends Node {
  @Field(() => Int, { description: "The company's record id in ConnectWise." })
  connectWiseId!: number;

  @Field(() => Float, { description: 'How far the reasons together are to be trusted, 0 to 1.' })
  score!: number;

  @Field(() => [MatchReason])
  reasons!: MatchReason[];

  @Field(() => Boolean, { description: 'Whether an exact match leaves nobody else who could be meant.' })
  isSure!: boolean;

  @Field(() => SuggestionStatus)
  status!: SuggestionStatus;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  /** Our own ids, for the fields that lead there. */
  userId!: UserId;
  companyId!: CompanyId;

  static of(record: SuggestionRecord): MatchSuggestion {
    const { reasons, ...rest } = record;
    return Object.assign(new MatchSuggestion(), rest, {
      id: toGlobalId('MatchSuggestion', record.id),
      reasons: [...reasons],
    });
  }
}

export const MatchSuggestionConnection = connectionType('MatchSuggestion', () => MatchSuggestion);
export type MatchSuggestionConnection = InstanceType<typeof MatchSuggestionConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class MatchSuggestionFilter {
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [SuggestionStatus], { nullable: true })
  statuses?: SuggestionStatus[] | null;

  @Field(() => [MatchReason], { nullable: true })
  reasons?: MatchReason[] | null;

  @Field(() => Float, { nullable: true })
  minimumScore?: number | null;

  @Field(() => Boolean, { nullable: true })
  isSure?: boolean | null;
}

@ArgsType()
export class MatchSuggestionsArgs extends PageArgs {
  @Field(() => MatchSuggestionFilter, { nullable: true })
  filter?: MatchSuggestionFilter | null;
}

@ObjectType({ description: 'How suggestions are made and used.', simpleResolvers: true })
export class MatchingSettings {
  @Field(() => Boolean, { description: 'Whether sure suggestions are accepted without a person.' })
  autoAccept!: boolean;

  @Field(() => Float, { description: 'Suggestions with a lower score are not made.' })
  threshold!: number;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;
}

@InputType()
export class SuggestionsInput {
  @Field(() => [ID], { description: 'At most 1,000.' })
  suggestionIds!: string[];
}

@InputType()
export class AcceptMatchSuggestionsInput extends SuggestionsInput {
  @Field(() => Boolean, { defaultValue: true, description: 'Disabled mappings may be saved unverified.' })
  isEnabled!: boolean;

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@InputType()
export class DismissMatchSuggestionsInput extends SuggestionsInput {}

@InputType()
export class ReopenMatchSuggestionsInput extends SuggestionsInput {}

@InputType()
export class StartMatchingInput {
  @Field(() => String, { nullable: true, description: 'The same key answers the same job again.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'What is left out stays.' })
export class UpdateMatchingSettingsInput {
  @Field(() => Boolean, { nullable: true })
  autoAccept?: boolean | null;

  @Field(() => Float, { nullable: true, description: '0 to 1.' })
  threshold?: number | null;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@ObjectType({ description: 'What became of one suggestion of a bulk call.' })
export class MatchSuggestionResult {
  @Field(() => MatchSuggestion, { nullable: true })
  suggestion?: MatchSuggestion;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'One result for each suggestion, in the order given.' })
export class AcceptMatchSuggestionsPayload extends Payload {
  @Field(() => [MappingResult], { nullable: true })
  results?: MappingResult[];
}

@ObjectType({ description: 'One result for each suggestion, in the order given.' })
export class DismissMatchSuggestionsPayload extends Payload {
  @Field(() => [MatchSuggestionResult], { nullable: true })
  results?: MatchSuggestionResult[];
}

@ObjectType({ description: 'One result for each suggestion, in the order given.' })
export class ReopenMatchSuggestionsPayload extends Payload {
  @Field(() => [MatchSuggestionResult], { nullable: true })
  results?: MatchSuggestionResult[];
}

@ObjectType()
export class StartMatchingPayload extends StartPayload {}

@ObjectType()
export class UpdateMatchingSettingsPayload extends Payload {
  @Field(() => MatchingSettings, { nullable: true })
  settings?: MatchingSettings;
}
