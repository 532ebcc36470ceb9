import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import type { Caller } from '../../shared/caller.js';
import type { SourceService } from '../sources/source.service.js';
import { Source } from '../sources/source.types.js';
import type { EventService } from './event.service.js';
import { Event, EventConnection, EventFact, EventsArgs } from './event.types.js';

@Resolver(() => Event)
export class EventResolver {
  constructor(
    private readonly events: EventService,
    private readonly sources: SourceService,
  ) {}

  @May.reportOrRead()
  @Query(() => EventConnection, {
    nullable: true,
    name: 'events',
    description:
      'State changes of the last 30 days, oldest first: a feed to go on reading. Keep `endCursor`, also that of an empty page, ' +
      'and send it as `after`; nothing is skipped. A cursor behind which events are gone is refused. An INGEST token sees its own source only.',
  })
  async list(@Ctx() { caller }: Context, @Args(() => EventsArgs) args: EventsArgs): Promise<EventConnection> {
    const page = await this.events.page(caller, args.request(), args.filter ? args.filter.toRecord() : {});
    return EventConnection.of(page, Event.of);
  }

  @May.read()
  @FieldResolver(() => [EventFact], { nullable: true, description: 'Not for INGEST, which gets ids alone.' })
  facts(@Root() event: Event): EventFact[] {
    return event.details;
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Whose user it concerns.' })
  async source(@Root() event: Event, @Ctx() context: Context): Promise<Source | undefined> {
    if (!event.sourceId) return undefined;
    const find = async (caller: Caller) => new Map((await this.sources.all(caller)).map((one) => [one.id, one]));
    const found = await loadOne(context, this, { key: event.sourceId, find });
    return found && Source.of(found);
  }
}
