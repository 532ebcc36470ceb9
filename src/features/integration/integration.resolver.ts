import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import { ConnectionReport, RoleRow } from './connection-report.types.js';
import type { IntegrationService } from './integration.service.js';
import {
  Integration,
  SaveIntegrationSettingsInput,
  SaveIntegrationSettingsPayload,
  TestConnectionInput,
  TestConnectionPayload,
} from './integration.types.js';
import type { SaveSettings } from './save-settings.js';
import { setupHelp } from './setup-help.js';
import { ConnectWiseSetup, SetupStep } from './setup-help.types.js';

@Resolver()
export class IntegrationResolver {
  constructor(
    private readonly integrations: IntegrationService,
    private readonly saving: SaveSettings,
  ) {}

  @May.read()
  @Query(() => Integration, { nullable: true, description: 'The link to ConnectWise; null until first saved.' })
  async integration(@Ctx() { caller }: Context): Promise<Integration | undefined> {
    const found = await this.integrations.find(caller);
    return found && Integration.of(caller.accountId, found);
  }

  @May.read()
  @Query(() => ConnectWiseSetup, { nullable: true, description: 'What to do in ConnectWise first, step by step.' })
  connectWiseSetup(): ConnectWiseSetup {
    return Object.assign(new ConnectWiseSetup(), {
      steps: setupHelp.steps.map((step) => Object.assign(new SetupStep(), step)),
      role: setupHelp.role.map((row) => Object.assign(new RoleRow(), row)),
    });
  }

  @May.administrate()
  @AsksConnectWise()
  @Mutation(() => TestConnectionPayload, {
    nullable: true,
    description:
      'Try the saved connection, or the one given. No value is saved; a good test of saved ones ends a pause.',
  })
  testConnection(@Ctx() { caller }: Context, @Arg('input', () => TestConnectionInput) input: TestConnectionInput) {
    return payload(TestConnectionPayload, async () => ({
      report: ConnectionReport.of(await this.integrations.test(caller, input)),
    }));
  }

  @May.administrate()
  @AsksConnectWise()
  @Mutation(() => SaveIntegrationSettingsPayload, {
    nullable: true,
    description: 'Save how ConnectWise is reached and whether the integration may act; tests by itself.',
  })
  saveIntegrationSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveIntegrationSettingsInput) input: SaveIntegrationSettingsInput,
  ) {
    return payload(SaveIntegrationSettingsPayload, async () => {
      const { integration, report, problems } = await this.saving.save(caller, input);
      return {
        integration: integration && Integration.of(caller.accountId, integration),
        report: report && ConnectionReport.of(report),
        userErrors: problemsToErrors(problems),
      };
    });
  }
}
