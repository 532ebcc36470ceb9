import { validate as isUuid } from 'uuid';
import { z } from 'zod';
import type { InstanceId, MappingId } from '../../shared/ids.js';
import type { JobCounts } from '../jobs/job.js';
import { VerificationStatus } from '../mappings/mapping.js';

/** Which mappings a verification looks at: all that are left when a part is absent. */
export interface VerificationSelection {
  readonly mappingIds?: readonly MappingId[] | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
}

/** How far it is: first by company, then one by one those that have none yet, or have to show more. */
export type VerificationState =
  | { readonly phase: 'COMPANIES'; readonly instanceId: InstanceId; readonly after: number }
  | { readonly phase: 'OTHERS'; readonly instanceId: InstanceId; readonly after: MappingId | null };

const uuid = <Id extends string>() =>
  z
    .string()
    .refine((text) => isUuid(text))
    .transform((text) => text as Id);
const selectionShape = z.object({
  mappingIds: z.array(uuid<MappingId>()).optional(),
  statuses: z.array(z.enum(VerificationStatus)).optional(),
});
const stateShape = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('COMPANIES'), instanceId: uuid<InstanceId>(), after: z.int() }),
  z.object({ phase: z.literal('OTHERS'), instanceId: uuid<InstanceId>(), after: uuid<MappingId>().nullable() }),
]);

export function readSelection(input: unknown): VerificationSelection {
  return selectionShape.parse(input);
}

export function readState(state: unknown): VerificationState | undefined {
  return state === undefined ? undefined : stateShape.parse(state);
}

export function standings(found: readonly VerificationStatus[]): JobCounts {
  const count = (wanted: VerificationStatus) => found.filter((status) => status === wanted).length;
  return { VERIFIED: count(VerificationStatus.VERIFIED), BROKEN: count(VerificationStatus.BROKEN) };
}
