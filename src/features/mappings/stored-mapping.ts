import type { InstanceId, MappingId, SourceId, UserId } from '../../shared/ids.js';
import type { Mapping, MappingOrigin, MappingProblem, MappingReturn, VerificationStatus } from './mapping.js';

/** A row as both doors read it. */
export interface StoredMapping {
  readonly id: string;
  readonly user_id: string;
  readonly source_id: string;
  readonly instance_id: string;
  readonly returns_by: MappingReturn | null;
  readonly connect_wise_id: number | null;
  readonly identifier: string;
  readonly company_name: string | null;
  readonly company_status: string | null;
  readonly company_types: string[];
  readonly is_enabled: boolean;
  readonly is_shared: boolean;
  readonly allows_inactive: boolean;
  readonly origin: MappingOrigin;
  readonly verification: VerificationStatus;
  readonly problem: MappingProblem | null;
  readonly verified_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function toMapping(row: StoredMapping): Mapping {
  return {
    id: row.id as MappingId,
    userId: row.user_id as UserId,
    sourceId: row.source_id as SourceId,
    instanceId: row.instance_id as InstanceId,
    returnsBy: row.returns_by ?? undefined,
    connectWiseId: row.connect_wise_id ?? undefined,
    identifier: row.identifier,
    companyName: row.company_name ?? undefined,
    companyStatus: row.company_status ?? undefined,
    companyTypes: row.company_types,
    isEnabled: row.is_enabled,
    isShared: row.is_shared,
    allowsInactive: row.allows_inactive,
    origin: row.origin,
    verification: row.verification,
    problem: row.problem ?? undefined,
    verifiedAt: row.verified_at ?? undefined,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
