import type { LikeDialect } from './query/like-pattern.js';

/** How the sandbox behaves where servers differ; every one may be changed while it runs. */
export interface Settings {
  /** Codebase of the tenant, such as `v2025_1`. `v4_6_release` always routes as well. */
  codebase: string;
  /** The system's own version, such as `2023.1`, above which it serves none of the API; null goes by the codebase and serves all. */
  version: string | null;
  cloud: boolean;
  /** `VersionNumber` of the company info. */
  versionNumber: string;
  /** `IsCloud` of the company info as the text `"True"` instead of a boolean. */
  isCloudAsText: boolean;
  /** `SiteUrl` of the company info: null is the sandbox's own address on the cloud, a name that leads nowhere otherwise. */
  siteUrl: string | null;
  loginCompanyId: string;
  clientIds: readonly string[];
  clientIdStatus: 400 | 401 | 403;
  unauthorizedCode: 'ConnectWiseApi' | 'Unauthorized';
  /** `v4_6_release` answers 404 to wrong keys, as the versionless route of the cloud does. */
  versionlessHidesKeys: boolean;
  /** Plain HTTP is answered "SSL is required." */
  sslRequired: boolean;
  /** Longest path with query that is taken, in characters. */
  urlLimit: number;
  likeDialect: LikeDialect;
  /** What a merge leaves of the company that went into the other: no record, or one marked as deleted. */
  mergedCompanies: 'gone' | 'marked';
  /** The board of new tickets that name none, as the API member's default board; null refuses them. */
  defaultBoardId: number | null;
  /** Who is the contact of a new ticket that says nothing of it: nobody, or the company's default contact. */
  ticketContact: 'none' | 'company';
  /** `unreliable`: conditions see every ticket as open, so that only the status tells closed ones. */
  closedFlagFilter: 'right' | 'unreliable';
  /** Whether the SOAP service for managed devices is there. */
  managedDeviceApi: boolean;
  /** What all documents together may hold, so that a sandbox that runs for weeks stays small. */
  documentBytes: number;
}

export const VERSIONLESS = 'v4_6_release';

/** The version of a versionless system that was told none. */
const USUAL_VERSION = '2025.1';

/** The system's version as year and release. */
export function systemVersion({ version, codebase }: Settings): string {
  return version ?? (codebase === VERSIONLESS ? USUAL_VERSION : codebase.slice(1).replace('_', '.'));
}

/** The newest version of the API that the system serves. */
export function newestVersion({ version }: Settings): string {
  return version ?? NEWEST_VERSION;
}

/** The oldest and the newest version of the API that are served. */
export const OLDEST_VERSION = '2021.1';
export const NEWEST_VERSION = '2025.16';
