import { z } from 'zod';
import { monthShape } from '../../shared/calendar.js';
import type { SpamDeliveryId } from '../../shared/ids.js';

const recordId = z.int().positive();

/** Numbers in ConnectWise of what a report left there. Which there are depends on the route. */
export const remoteShape = z.object({
  noteId: recordId.optional(),
  ticketId: recordId.optional(),
  documentId: recordId.optional(),
  summaryReportId: recordId.optional(),
});

export type RemoteRecord = z.output<typeof remoteShape>;

/** What a report consists of in ConnectWise. Added to, never renamed: rows keep them. */
export const ReportPart = {
  NOTE: 'NOTE',
  TICKET: 'TICKET',
  DOCUMENT: 'DOCUMENT',
  SUMMARY_REPORT: 'SUMMARY_REPORT',
} as const;
export type ReportPart = (typeof ReportPart)[keyof typeof ReportPart];

const deliveryId = z.uuid().transform((id) => id as SpamDeliveryId);

const partShape = z.object({
  id: recordId,
  /** The delivery that it shows now; null while nobody knows. */
  of: deliveryId.nullable(),
});

/** What stands in ConnectWise of one report, as far as we know. */
export const standingShape = z.object({
  parts: z.partialRecord(z.enum(ReportPart), partShape).default({}),
  /** Documents that others have replaced, and that are still to be deleted. */
  replacedDocumentIds: z.array(recordId).default([]),
  /** The newest month that the report shows, or may show, where all months share one. */
  month: monthShape.optional(),
  /** Set when the report goes to another place than before, where it may have stood once: it is looked for first. */
  isSought: z.boolean().default(false),
});
export type Standing = z.output<typeof standingShape>;

/** Stored before each write: while it stands, nobody knows whether ConnectWise carried the write out. */
export const intentShape = z.object({
  part: z.enum(ReportPart),
  kind: z.enum(['MAKE', 'REPLACE']),
  of: deliveryId,
});
export type Intent = z.output<typeof intentShape>;

export const NOTHING: Standing = { parts: {}, replacedDocumentIds: [], isSought: false };

export function withPart(
  standing: Standing,
  part: ReportPart,
  is: { readonly id: number; readonly of: SpamDeliveryId | null },
): Standing {
  return { ...standing, parts: { ...standing.parts, [part]: is } };
}

export function withoutParts(standing: Standing, gone: readonly ReportPart[]): Standing {
  const parts = Object.entries(standing.parts).filter(([part]) => !gone.some((one) => one === part));
  return { ...standing, parts: Object.fromEntries(parts) };
}

export function remoteOf({ parts }: Standing): RemoteRecord {
  return {
    noteId: parts.NOTE?.id,
    ticketId: parts.TICKET?.id,
    documentId: parts.DOCUMENT?.id,
    summaryReportId: parts.SUMMARY_REPORT?.id,
  };
}
