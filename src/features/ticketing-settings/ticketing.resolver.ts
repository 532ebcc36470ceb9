import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { TicketingService } from './ticketing.service.js';
import { SaveTicketingSettingsInput, SaveTicketingSettingsPayload, TicketingSettings } from './ticketing.types.js';

@Resolver()
export class TicketingResolver {
  constructor(private readonly ticketing: TicketingService) {}

  @May.read()
  @Query(() => TicketingSettings, {
    nullable: true,
    description: 'How notifications become tickets; null while that was never set up.',
  })
  async ticketingSettings(@Ctx() { caller }: Context): Promise<TicketingSettings | undefined> {
    const found = await this.ticketing.find(caller);
    return found && TicketingSettings.of(found);
  }

  @May.administrate()
  @AsksConnectWise()
  @Mutation(() => SaveTicketingSettingsPayload, {
    nullable: true,
    description: 'Say how notifications become tickets. Templates are checked against their boards as a whole.',
  })
  saveTicketingSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveTicketingSettingsInput) input: SaveTicketingSettingsInput,
  ) {
    return payload(SaveTicketingSettingsPayload, async () => {
      const { ownCompanyId, template, rules, groupingMinutes, expectedVersion, ...settings } = input;
      const saved = await this.ticketing.save(caller, {
        ...settings,
        ownCompanyId: ownCompanyId ?? undefined,
        groupingMinutes: groupingMinutes ?? undefined,
        template: template.toRecord(),
        rules: rules.map((rule) => rule.toRecord()),
        expectedVersion: expectedVersion ?? undefined,
      });
      return { settings: TicketingSettings.of(saved) };
    });
  }
}
