import { DatabaseTime } from '../database/database-time.js';
import { OpenPlan } from '../features/billing-plans/open-plan.js';
import { NextRunService } from '../features/billing-schedule/next-run.service.js';
import { ScheduleRuns } from '../features/billing-schedule/schedule-runs.js';
import { BillingTurns } from '../features/billing-schedule/turn.repository.js';
import { BillingOptionsService } from '../features/billing-settings/billing-options.service.js';
import { BillingOverrideRepository } from '../features/billing-settings/billing-override.repository.js';
import { BillingOverrideService } from '../features/billing-settings/billing-override.service.js';
import { BillingSettingsRepository } from '../features/billing-settings/billing-settings.repository.js';
import { BillingSettingsService } from '../features/billing-settings/billing-settings.service.js';
import { CheckOverride } from '../features/billing-settings/check-override.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings } from './mappings.js';
import type { createUsage } from './usage.js';

type WithUsage = Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createUsage>;

/** How usage is billed, and when. */
export function createBillingSettings(
  { database, clock, time = new DatabaseTime(database) }: AppParts,
  ground: WithUsage,
) {
  const { audit, events, accounts, users, products, mappings, integration } = ground;
  const settings = new BillingSettingsRepository(database);
  const shared = { database, time, audit, accounts, products, integration, settings };
  const billingSettings = new BillingSettingsService(shared);
  const overrides = new BillingOverrideRepository(database);
  const checkOverride = new CheckOverride({ products, mappings, integration });
  const billingOverrides = new BillingOverrideService({ ...shared, users, overrides, checkOverride });
  const billingOptions = new BillingOptionsService({ integration, users, mappings });
  const billingTurns = new BillingTurns(database);
  const schedule = { accounts, billingSettings, turns: billingTurns };
  const openPlan = new OpenPlan({ audit, events });
  const scheduleRuns = new ScheduleRuns({ ...schedule, time, database, plans: openPlan });
  const nextRuns = new NextRunService({ ...schedule, clock, users, billingOverrides });
  return { billingSettings, billingOverrides, billingOptions, billingTurns, scheduleRuns, nextRuns, openPlan };
}
