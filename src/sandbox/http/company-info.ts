import type { JsonObject } from '../json.js';
import type { Settings } from '../settings.js';
import type { World } from '../world.js';

/** What `/login/companyinfo/{id}` tells anybody; null when the login company id is unknown. */
export function companyInfo(loginCompanyId: string, origin: string, world: World): JsonObject | null {
  const { settings } = world;
  if (loginCompanyId !== settings.loginCompanyId) {
    return null;
  }
  return {
    CompanyName: 'Sandbox MSP',
    Codebase: `${settings.codebase}/`,
    VersionCode: settings.version === null ? settings.codebase.replace('_', '.') : `v${settings.version}`,
    VersionNumber: settings.versionNumber,
    CompanyID: settings.loginCompanyId,
    IsCloud: settings.isCloudAsText ? (settings.cloud ? 'True' : 'False') : settings.cloud,
    SiteUrl: siteUrl(origin, settings),
    AllowedOrigins: [],
  };
}

/** On-premise the name in the answer is often one that only the server's own network knows; the host asked is right. */
function siteUrl(origin: string, settings: Settings): string {
  return settings.siteUrl ?? (settings.cloud ? new URL(origin).host : 'connectwise.sandbox.invalid');
}
