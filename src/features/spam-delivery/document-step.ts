import type { DocumentOwner } from '../../connectwise/documents.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { WaitingDelivery } from './delivery.js';
import { documentTitle, isDocumentOf } from './marks.js';
import type { Standing } from './record.js';
import type { ReportStep, Sought } from './report-step.js';

/** The report's figures as a CSV file, attached to whatever record `ownerOf` names. */
export function documentStep(delivery: WaitingDelivery, ownerOf: (standing: Standing) => DocumentOwner): ReportStep {
  const { fileName, csv } = delivery;
  const find = async (session: ConnectWiseSession, { standing, of }: Sought) => {
    const ids: number[] = [];
    for await (const { id, title } of session.documents.list(ownerOf(standing))) {
      if (isDocumentOf(title, delivery, of)) ids.push(id);
    }
    return ids;
  };
  return {
    part: 'DOCUMENT',
    capability: 'DOCUMENTS',
    prepare: async (standing) => {
      const file = { title: documentTitle(delivery), fileName, contentType: 'text/csv', content: Buffer.from(csv) };
      return async ({ documents }) => (await documents.upload({ ...ownerOf(standing), ...file })).id;
    },
    again: { kind: 'RENEW' },
    find,
  };
}
