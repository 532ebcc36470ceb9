import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import type { SaveSpamSettings } from './save-spam-settings.js';
import type { SpamSettingsService } from './spam-settings.service.js';
import { NextSpamReport, SaveSpamSettingsInput, SaveSpamSettingsPayload, SpamSettings } from './spam-settings.types.js';

@Resolver(() => SpamSettings)
export class SpamSettingsResolver {
  constructor(
    private readonly settings: SpamSettingsService,
    private readonly saveSettings: SaveSpamSettings,
  ) {}

  @May.read()
  @Query(() => SpamSettings, {
    nullable: true,
    description: 'How spam statistics are brought to ConnectWise; null while that was never set up.',
  })
  async spamSettings(@Ctx() { caller }: Context): Promise<SpamSettings | undefined> {
    const found = await this.settings.find(caller);
    return found && SpamSettings.of(found);
  }

  @May.administrate()
  @Mutation(() => SaveSpamSettingsPayload, {
    nullable: true,
    description: 'Say how spam statistics are brought to ConnectWise.',
  })
  saveSpamSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveSpamSettingsInput) input: SaveSpamSettingsInput,
  ) {
    return payload(SaveSpamSettingsPayload, async () => ({
      settings: SpamSettings.of(await this.saveSettings.save(caller, input.toRecord())),
    }));
  }

  @FieldResolver(() => NextSpamReport, {
    nullable: true,
    description: 'When scheduled reports are due next, and of which month; null while none are scheduled.',
  })
  async nextReport(@Root() { record }: SpamSettings, @Ctx() { caller }: Context): Promise<NextSpamReport | undefined> {
    const next = await this.settings.nextReport(caller, record);
    return next && NextSpamReport.of(next);
  }
}
