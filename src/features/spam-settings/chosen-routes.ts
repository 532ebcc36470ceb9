import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { SpamOverrideService } from './spam-override.service.js';
import { SpamLanguage, SpamRouteChoice } from './spam-settings.js';
import type { SpamSettingsService } from './spam-settings.service.js';

interface Deps {
  readonly spamSettings: SpamSettingsService;
  readonly spamOverrides: SpamOverrideService;
}

/** Before anything was said: a note on the company, in English. */
const UNSAID = { route: SpamRouteChoice.COMPANY_NOTE, language: SpamLanguage.EN };

/** By which route the reports of users go: their own, or the account's. */
export class ChosenRoutes {
  constructor(private readonly deps: Deps) {}

  async routes(caller: Caller, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, SpamRouteChoice>> {
    const { routes } = await this.find(caller, userIds);
    return routes;
  }

  /** With the language of all of them. */
  async find(caller: Caller, userIds: readonly UserId[]) {
    const { spamSettings, spamOverrides } = this.deps;
    const [{ route, language } = UNSAID, own] = await Promise.all([
      spamSettings.find(caller),
      spamOverrides.routes(caller, userIds),
    ]);
    return { language, routes: new Map(userIds.map((id) => [id, own.get(id) ?? route])) };
  }
}
