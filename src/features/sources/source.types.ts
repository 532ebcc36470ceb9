import { Field, InputType, ObjectType } from 'type-graphql';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import type { Source as SourceRecord } from './source.js';

@ObjectType({ implements: Node, description: 'The product or brand that reports users, usage and notifications.' })
export class Source extends Node {
  @Field(() => String, { description: 'What callers name it by; unique in the account.' })
  code!: string;

  @Field(() => String)
  name!: string;

  static of(record: SourceRecord): Source {
    return Object.assign(new Source(), { ...record, id: toGlobalId('Source', record.id) });
  }
}

@InputType()
export class CreateSourceInput {
  @Field(() => String, { description: 'Lower-case letters, digits, dot, underscore and hyphen; at most 63.' })
  code!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType()
export class CreateSourcePayload extends Payload {
  @Field(() => Source, { nullable: true })
  source?: Source;
}
