import { z } from 'zod';
import type { InstanceId } from '../../shared/ids.js';
import { SyncMode } from './company-mirror.js';

const optional = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? undefined);

const stateShape = z.object({
  instanceId: z.uuid().transform((id) => id as InstanceId),
  mode: z.enum(SyncMode),
  /** By the database's clock. */
  begunAt: z.coerce.date(),
  /** Only what changed since, by the clock of ConnectWise. */
  changedAfter: optional(z.coerce.date()),
  /** The next page begins behind this record id. */
  after: z.int(),
  /** How many companies the mirror had when a full sync began. */
  known: optional(z.int()),
  newest: optional(z.coerce.date()),
  /** Whether ConnectWise's links to a next page arrive here: without them the last of full pages cannot be told. */
  hasLinks: z.boolean(),
  /** A stretch whose missing rows are not all marked yet, and what is there in it. */
  sweep: optional(
    z.object({ after: z.int(), upTo: optional(z.int()), alsoThere: z.array(z.int()), isLast: z.boolean() }),
  ),
});

/** Where a sync goes on, as its job keeps it. */
export type SyncState = z.output<typeof stateShape>;

export function readState(state: unknown): SyncState | undefined {
  return state === undefined ? undefined : stateShape.parse(state);
}

const inputShape = z.object({ mode: z.enum(SyncMode) });

export function readMode(input: unknown): SyncMode {
  return inputShape.parse(input).mode;
}
