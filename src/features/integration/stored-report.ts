import { z } from 'zod';
import {
  CHECK_SUBJECTS,
  CheckCause,
  CheckOutcome,
  type ConnectionReport,
} from '../../connectwise/connection-report.js';

const shape = z.object({
  checks: z.array(
    z.object({
      subject: z.enum(CHECK_SUBJECTS),
      outcome: z.enum(CheckOutcome),
      cause: z.enum(CheckCause).nullable(),
      message: z.string(),
      role: z.object({ module: z.string(), function: z.string(), level: z.string() }).nullable(),
    }),
  ),
  isHealthy: z.boolean(),
  checkedAt: z.coerce.date(),
  version: z.string().nullable(),
  region: z.string().nullable(),
  isCloud: z.boolean().nullable(),
  apiBaseUrl: z.string().nullable(),
  retryAfterSeconds: z.number().nullable(),
});

type Json = { [key: string]: string | number | boolean | null | Json | Json[] };

export function toStoredReport(report: ConnectionReport): Json {
  return JSON.parse(JSON.stringify(report)) as Json;
}

/** A report that an older version of ours stored in another shape counts as none. */
export function fromStoredReport(stored: unknown): ConnectionReport | undefined {
  return shape.safeParse(stored).data;
}
