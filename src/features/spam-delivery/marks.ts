import type { SpamDeliveryId } from '../../shared/ids.js';
import { referenceOf } from '../spam-reports/report.js';
import { summaryOf } from '../tickets/ticket-text.js';
import type { WaitingDelivery } from './delivery.js';

/** Whether a text of ConnectWise ends as the report's does, which `WrittenReport.text` describes. */
export function endsWithReference(text: string | null, { userId, month }: WaitingDelivery): boolean {
  const lastLine = text
    ?.trimEnd()
    .split(/[\r\n]/)
    .at(-1);
  return lastLine?.trim() === `Ref: ${referenceOf(userId, month)}`;
}

/** Up to 100 characters. What it is found by comes first, so that nothing which shortens or spoils the rest hides it. */
export function documentTitle(delivery: WaitingDelivery): string {
  return summaryOf(`${documentMark(delivery, delivery.id)} ${delivery.subject}`);
}

/** Whether a document is one of the report, made for the given delivery if there is one. */
export function isDocumentOf(title: string | null, delivery: WaitingDelivery, of: SpamDeliveryId | undefined): boolean {
  if (!of) return title?.startsWith(`${referenceOf(delivery.userId, delivery.month)}/`) ?? false;
  return title?.split(' ', 1)[0] === documentMark(delivery, of);
}

/**
 * ConnectWise takes no other content for a document that is there, so that for a while two of a report stand beside each
 * other. The end of a delivery's id, which is random, tells them apart.
 */
function documentMark({ userId, month }: WaitingDelivery, of: SpamDeliveryId): string {
  return `${referenceOf(userId, month)}/${of.slice(-12)}`;
}
