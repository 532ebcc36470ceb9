import { DatabaseTime } from '../database/database-time.js';
import { ChosenRoutes } from '../features/spam-settings/chosen-routes.js';
import { SaveSpamSettings } from '../features/spam-settings/save-spam-settings.js';
import { SpamOverrideRepository } from '../features/spam-settings/spam-override.repository.js';
import { SpamOverrideResolver, UserSpamOverrideResolver } from '../features/spam-settings/spam-override.resolver.js';
import { SpamOverrideService } from '../features/spam-settings/spam-override.service.js';
import { SpamSettingsRepository } from '../features/spam-settings/spam-settings.repository.js';
import { SpamSettingsResolver } from '../features/spam-settings/spam-settings.resolver.js';
import { SpamSettingsService } from '../features/spam-settings/spam-settings.service.js';
import type { TicketingService } from '../features/ticketing-settings/ticketing.service.js';
import type { UserService } from '../features/users/user.service.js';
import type { AppParts, Integrated } from './ground.js';

/** How spam statistics are brought to ConnectWise, and when. */
export function createSpamSettings(
  { database, box, time = new DatabaseTime(database) }: AppParts,
  ground: Integrated & { readonly ticketing: TicketingService },
) {
  const { audit, accounts, users, integration, ticketing, spamLogins: logins } = ground;
  const settings = new SpamSettingsRepository(database);
  const shared = { database, audit, integration, ticketing, settings };
  const spamSettings = new SpamSettingsService({ time, accounts, settings, logins });
  const saveSpamSettings = new SaveSpamSettings({ ...shared, time, accounts, box });
  const overrides = new SpamOverrideRepository(database);
  const spamOverrides = new SpamOverrideService({ ...shared, users, overrides });
  const chosenRoutes = new ChosenRoutes({ spamSettings, spamOverrides });
  return { spamSettings, saveSpamSettings, spamOverrides, chosenRoutes };
}

interface Services extends ReturnType<typeof createSpamSettings> {
  readonly users: UserService;
}

export function spamSettingsResolvers(services: Services) {
  return [
    new SpamSettingsResolver(services.spamSettings, services.saveSpamSettings),
    new SpamOverrideResolver(services),
    new UserSpamOverrideResolver(services.spamOverrides),
  ];
}
