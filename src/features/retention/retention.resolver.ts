import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import type { RetentionService } from './retention.service.js';
import { RetentionSettings, SaveRetentionSettingsInput, SaveRetentionSettingsPayload } from './retention.types.js';

@Resolver()
export class RetentionResolver {
  constructor(private readonly retention: RetentionService) {}

  @May.read()
  @Query(() => RetentionSettings, {
    nullable: true,
    description: 'How long things are kept, and what was removed last.',
  })
  async retentionSettings(@Ctx() { caller }: Context): Promise<RetentionSettings> {
    return RetentionSettings.of(await this.retention.read(caller));
  }

  @May.administrate()
  @Mutation(() => SaveRetentionSettingsPayload, {
    nullable: true,
    description: 'Say how long things are kept. What is kept shorter goes with the next daily removal.',
  })
  saveRetentionSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveRetentionSettingsInput) input: SaveRetentionSettingsInput,
  ) {
    return payload(SaveRetentionSettingsPayload, async () => ({
      settings: RetentionSettings.of(await this.retention.save(caller, input)),
    }));
  }
}
