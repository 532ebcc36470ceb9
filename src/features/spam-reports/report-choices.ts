import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { SpamOverrideService } from '../spam-settings/spam-override.service.js';
import { SpamLanguage, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { SpamSettingsService } from '../spam-settings/spam-settings.service.js';

/** By which road the reports of a user go, and in which language. */
export interface ReportChoice {
  readonly route: SpamRouteChoice;
  readonly language: SpamLanguage;
}

interface Deps {
  readonly spamSettings: SpamSettingsService;
  readonly spamOverrides: SpamOverrideService;
}

/** Before anything was said: a note on the company, in English. */
const UNSAID: ReportChoice = { route: SpamRouteChoice.COMPANY_NOTE, language: SpamLanguage.EN };

/** What the settings say of a user. */
export class ReportChoices {
  constructor(private readonly deps: Deps) {}

  async find(caller: Caller, userId: UserId): Promise<ReportChoice> {
    const { spamSettings, spamOverrides } = this.deps;
    const [settings = UNSAID, routes] = await Promise.all([
      spamSettings.find(caller),
      spamOverrides.routes(caller, [userId]),
    ]);
    return { route: routes.get(userId) ?? settings.route, language: settings.language };
  }
}
