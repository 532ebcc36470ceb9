import type { AgreementEditor } from '../agreement-editor.js';
import type { Controller } from './controller.js';
import { recordControl } from './records.js';
import { endRequest, periodRequest, quantityRequest } from './requests.js';

/**
 * Agreements, with `POST …/{id}/cancel`, `…/{id}/invoice` for a period, `…/{additionId}/quantity` and
 * `…/{additionId}/end` beside what all records have.
 */
export function agreementsControl(agreements: AgreementEditor): Controller {
  return recordControl(agreements, {
    cancel: (id) => agreements.cancel(id),
    invoice: (id, body) => agreements.invoice(id, periodRequest.parse(body())),
    quantity: (additionId, body) => agreements.setQuantity(additionId, quantityRequest.parse(body()).quantity),
    end: (additionId, body) => agreements.endAddition(additionId, endRequest.parse(body() ?? {}).day),
  });
}
