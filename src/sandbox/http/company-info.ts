import type { JsonObject } from '../json.js';
import type { World } from '../world.js';

/** What `/login/companyinfo/{id}` tells anybody; null when the login company id is unknown. */
export function companyInfo(loginCompanyId: string, world: World): JsonObject | null {
  const { settings } = world;
  if (loginCompanyId !== settings.loginCompanyId) {
    return null;
  }
  return {
    CompanyName: 'Sandbox MSP',
    Codebase: `${settings.codebase}/`,
    VersionCode: settings.version === null ? settings.codebase.replace('_', '.') : `v${settings.version}`,
    VersionNumber: 'v4.6.77997',
    CompanyID: settings.loginCompanyId,
    IsCloud: settings.isCloudAsText ? (settings.cloud ? 'True' : 'False') : settings.cloud,
    SiteUrl: siteUrl(world),
    AllowedOrigins: [],
  };
}

/** On-premise the name in the answer is often one that only the server's own network knows; the host asked is right. */
function siteUrl(world: World): string {
  const { settings } = world;
  return settings.siteUrl ?? (settings.cloud ? new URL(world.origin).host : 'connectwise.sandbox.invalid');
}
