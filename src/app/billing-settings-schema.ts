import { NextRunResolver } from '../features/billing-schedule/next-run.resolver.js';
import { BillingOptionsResolver } from '../features/billing-settings/billing-options.resolver.js';
import {
  BillingOverrideResolver,
  UserBillingOverrideResolver,
} from '../features/billing-settings/billing-override.resolver.js';
import {
  BillingRuleOverrideResolver,
  BillingRuleResolver,
  BillingSettingsResolver,
} from '../features/billing-settings/billing-settings.resolver.js';
import type { Services } from './services.js';

/** What of the schema is about how usage is billed, and when. */
export function billingSettingsResolvers(services: Services) {
  return [
    new BillingSettingsResolver(services.billingSettings),
    new BillingRuleResolver(services.products),
    new BillingRuleOverrideResolver(services.products),
    new BillingOverrideResolver(services),
    new UserBillingOverrideResolver(services.billingOverrides),
    new BillingOptionsResolver(services.billingOptions),
    new NextRunResolver(services.nextRuns),
  ];
}
