import { z } from 'zod';

/** Where the making of a plan goes on. */
export const planState = z.discriminatedUnion('phase', [
  /** The agreements of ConnectWise are read, page by page, behind a record id. */
  z.object({ phase: z.literal('AGREEMENTS'), after: z.int() }),
  /** Companies are planned in the order of their record ids. */
  z.object({ phase: z.literal('COMPANIES'), after: z.int() }),
  /** Users who cannot be billed are told of, in the order of their ids. */
  z.object({ phase: z.literal('OTHERS'), after: z.uuid().optional() }),
  z.object({ phase: z.literal('FINISH') }),
]);
export type PlanState = z.output<typeof planState>;

export const planInput = z.object({ planId: z.uuid() });
