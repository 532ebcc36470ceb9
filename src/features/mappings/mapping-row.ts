import type { Problem } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { CompanyReference } from '../companies/company.service.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { KnownUser } from '../users/user.js';
import type { CompanyHolder } from './company-holders.js';
import type { Mapping } from './mapping.js';

/** Names a user in exactly one way. */
export type UserReference =
  | { readonly kind: 'id'; readonly userId: UserId }
  /** As its source knows it. */
  | { readonly kind: 'key'; readonly source: string; readonly externalId: string };

/** Which company, and what is allowed on the way. */
export interface MappingChoice {
  readonly company: CompanyReference;
  readonly isEnabled: boolean;
  /** Moves an existing mapping instead of failing with ALREADY_MAPPED. */
  readonly replaceExisting: boolean;
  readonly allowShared: boolean;
  readonly allowInactive: boolean;
  /** Of the mapping to be replaced. */
  readonly expectedVersion?: number | null;
}

/** One link that is asked for together with many others. */
export interface MappingRow extends MappingChoice {
  readonly user: UserReference;
}

/** A row that nothing is known to stand against. */
export interface ReadyRow {
  readonly kind: 'ready';
  readonly row: MappingRow;
  readonly user: KnownUser;
  /** The mapping that would be moved. */
  readonly before: Mapping | undefined;
  /**
   * As the copy of the companies has it, or ConnectWise itself, if it was asked in the last ten minutes. Undefined while
   * there is neither: then the identifier is kept as it was typed.
   */
  readonly company: CompanyVerification | undefined;
  /** The record id that ConnectWise must be asked about before the row can be written. */
  readonly asks: number | undefined;
  /** Whether `company` is ConnectWise's own answer. */
  readonly isVerified: boolean;
}

/** Fields of the problems are paths into the row. */
export interface RefusedRow {
  readonly kind: 'refused';
  readonly row: MappingRow;
  readonly problems: readonly [Problem, ...Problem[]];
}

/** A row that says what is so already; nobody need be asked, and nothing is written. */
export interface UnchangedRow {
  readonly kind: 'unchanged';
  readonly row: MappingRow;
  readonly mapping: Mapping;
}

export type PlannedRow = ReadyRow | RefusedRow | UnchangedRow;

/** What stands around rows that are only some of many, such as those of a long file. */
export interface PlanSurroundings {
  /** Which of these users stand in rows above. */
  usersAbove(userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>;
  /** Who has which of these companies once the rows above are carried out. */
  holders(instanceId: InstanceId, connectWiseIds: readonly number[]): Promise<readonly CompanyHolder[]>;
}

/** What would become of each row, in the order given. */
export interface MappingPlan {
  readonly instance: { readonly id: InstanceId; readonly isEnabled: boolean };
  readonly rows: readonly PlannedRow[];
}
