import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { TicketingChoice } from './template.types.js';
import type {
  BoardChoices,
  Combination,
  TicketingOptions as OptionsRecord,
  StatusChoice,
} from './ticketing-options.service.js';

@ArgsType()
export class TicketingOptionsArgs {
  @Field(() => Int, { nullable: true, description: 'Record id of the board to be shown in full.' })
  boardId?: number | null;
}

@ObjectType({ description: 'A status of a board.', simpleResolvers: true })
export class TicketingStatus {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  name!: string;

  @Field(() => Boolean, { description: 'Whether a ticket in it is closed.' })
  isClosed!: boolean;

  @Field(() => Boolean, { description: 'Whether new tickets get it unless told otherwise.' })
  isDefault!: boolean;

  static of({ id, ...record }: StatusChoice): TicketingStatus {
    return Object.assign(new TicketingStatus(), record, { connectWiseId: id });
  }
}

@ObjectType({ description: 'What goes together on a board; all by record id.', simpleResolvers: true })
export class TicketingCombination {
  @Field(() => Int)
  typeId!: number;

  @Field(() => Int, { nullable: true })
  subTypeId?: number;

  @Field(() => Int, { nullable: true })
  itemId?: number;

  static of(record: Combination): TicketingCombination {
    return Object.assign(new TicketingCombination(), record);
  }
}

@ObjectType({
  description: 'A service board with all that tickets on it can be classified with.',
  simpleResolvers: true,
})
export class TicketingBoard {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  name!: string;

  @Field(() => [TicketingStatus])
  statuses!: TicketingStatus[];

  @Field(() => [TicketingChoice])
  types!: TicketingChoice[];

  @Field(() => [TicketingChoice])
  subTypes!: TicketingChoice[];

  @Field(() => [TicketingChoice])
  items!: TicketingChoice[];

  @Field(() => [TicketingChoice])
  teams!: TicketingChoice[];

  @Field(() => [TicketingCombination], { description: 'A subtype or an item counts only in one of these.' })
  combinations!: TicketingCombination[];

  static of({ id, name, statuses, combinations, ...lists }: BoardChoices): TicketingBoard {
    return Object.assign(new TicketingBoard(), {
      ...{ connectWiseId: id, name, statuses: statuses.map(TicketingStatus.of) },
      ...{ types: lists.types.map(TicketingChoice.of), subTypes: lists.subTypes.map(TicketingChoice.of) },
      ...{ items: lists.items.map(TicketingChoice.of), teams: lists.teams.map(TicketingChoice.of) },
      combinations: combinations.map(TicketingCombination.of),
    });
  }
}

@ObjectType({ description: 'What a template can be made of; nothing that is out of use.', simpleResolvers: true })
export class TicketingOptions {
  @Field(() => [TicketingChoice], { description: 'Boards that take service tickets.' })
  boards!: TicketingChoice[];

  @Field(() => TicketingBoard, {
    nullable: true,
    description: 'The board that was asked for; null when none was, or it is not among the boards.',
  })
  board?: TicketingBoard;

  @Field(() => [TicketingChoice])
  priorities!: TicketingChoice[];

  @Field(() => [TicketingChoice], { description: 'Where ConnectWise says that a ticket came from.' })
  sources!: TicketingChoice[];

  static of({ boards, board, priorities, sources }: OptionsRecord): TicketingOptions {
    return Object.assign(new TicketingOptions(), {
      ...{ boards: boards.map(TicketingChoice.of), board: board && TicketingBoard.of(board) },
      ...{ priorities: priorities.map(TicketingChoice.of), sources: sources.map(TicketingChoice.of) },
    });
  }
}
