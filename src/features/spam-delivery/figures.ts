import { z } from 'zod';
import type { ReportFigures } from '../spam-reports/report.js';

const count = z.int().nonnegative();
const counters = z.object({
  totalMessages: count,
  accountMessages: count,
  spam: count,
  phishing: count,
  viruses: count,
});

/** Figures as they were stored with a report. */
export const figuresShape = z.object({
  month: counters,
  before: counters,
  yearToDate: counters,
  domains: z.array(z.object({ domain: z.string(), counters })),
  native: z.array(z.object({ domain: z.string(), last30Days: counters, yearToDate: counters })),
}) satisfies z.ZodType<ReportFigures>;
