import { gt } from '../../connectwise/conditions.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { WaitingDelivery } from './delivery.js';
import { documentStep } from './document-step.js';
import { endsWithReference } from './marks.js';
import type { RemoteRecord } from './record.js';
import type { ReportRoute, Sending } from './report-route.js';
import type { ReportStep, Sought } from './report-step.js';
import type { WriteOnce } from './write-once.js';

/** A clock of ConnectWise that is a day slow hides nothing that was written just now. */
const CLOCKS_DIFFER_MS = 86_400_000;

/** A note on the company, with the figures attached to the company. The figures come first: the note speaks of them. */
export class CompanyNoteRoute implements ReportRoute {
  constructor(private readonly once: WriteOnce) {}

  send(sending: Sending): Promise<RemoteRecord> {
    const { delivery } = sending;
    const owner = { recordType: 'Company', recordId: delivery.companyId } as const;
    return this.once.carryOut(sending, [documentStep(delivery, () => owner), noteStep(delivery)]);
  }
}

function noteStep(delivery: WaitingDelivery): ReportStep {
  const { companyId, text } = delivery;
  const find = async ({ companyNotes }: ConnectWiseSession, { since }: Sought) => {
    const conditions = since && gt('lastUpdated', new Date(since.getTime() - CLOCKS_DIFFER_MS));
    for await (const note of companyNotes.list(companyId, { conditions })) {
      if (endsWithReference(note.text, delivery)) return [note.id];
    }
    return [];
  };
  return {
    part: 'NOTE',
    capability: 'COMPANY_NOTES',
    prepare:
      async () =>
      async ({ companyNotes }) =>
        (await companyNotes.create(companyId, { text })).id,
    again: {
      kind: 'REPLACE',
      write:
        (id) =>
        ({ companyNotes }) =>
          companyNotes.changeText(companyId, id, text),
    },
    find,
  };
}
