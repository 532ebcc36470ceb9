import { z } from 'zod';

const recordId = z.int().positive();

/** Numbers in ConnectWise of what a report left there. Which there are depends on the route. */
export const remoteShape = z.object({
  noteId: recordId.optional(),
  ticketId: recordId.optional(),
  documentId: recordId.optional(),
  summaryReportId: recordId.optional(),
});

export type RemoteRecord = z.output<typeof remoteShape>;
