import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { IntegrationHealth } from './health.types.js';
import type { IntegrationService } from './integration.service.js';
import { Integration } from './integration.types.js';

/** Read when it is asked for: after a save or a test it tells what they made of it. */
@Resolver(() => Integration)
export class IntegrationHealthResolver {
  constructor(private readonly integrations: IntegrationService) {}

  @FieldResolver(() => IntegrationHealth)
  async health(@Ctx() { caller }: Context): Promise<IntegrationHealth> {
    const [found, holds] = await Promise.all([this.integrations.find(caller), this.integrations.holds(caller)]);
    if (!found) throw new Error('Settings that were found are gone.');
    return IntegrationHealth.of(found, holds);
  }
}
