import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { SpamLanguage, SpamRouteChoice } from '../spam-settings/spam-settings.js';

/** By which road the reports of a user go, and in which language. */
export interface ReportChoice {
  readonly route: SpamRouteChoice;
  readonly language: SpamLanguage;
}

/** What the settings say. */
export interface ReportChoices {
  find(caller: Caller, userId: UserId): Promise<ReportChoice>;
}
