import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import type { SourceService } from './source.service.js';
import { CreateSourceInput, CreateSourcePayload, Source } from './source.types.js';

@Resolver()
export class SourceResolver {
  constructor(private readonly sources: SourceService) {}

  @May.read()
  @Query(() => [Source], { nullable: true, name: 'sources', description: 'All sources of the account, by code.' })
  async all(@Ctx() { caller }: Context): Promise<Source[]> {
    return (await this.sources.all(caller)).map(Source.of);
  }

  @May.administrate()
  @Mutation(() => CreateSourcePayload, { nullable: true, description: 'Make a source, so that it can report users.' })
  createSource(
    @Ctx() { caller }: Context,
    @Arg('input', () => CreateSourceInput) input: CreateSourceInput,
  ): Promise<CreateSourcePayload> {
    return payload(CreateSourcePayload, async () => ({ source: Source.of(await this.sources.create(caller, input)) }));
  }
}
