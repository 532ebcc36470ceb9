import type { Endpoint } from '../../http/operation.js';
import type { World } from '../../world.js';
import { addAdditions } from './additions.js';
import { addAgreementTypes } from './agreement-types.js';
import { addAgreements } from './agreements.js';
import { copyAgreement } from './copy.js';
import { addInvoices } from './invoices.js';
import { addFinanceSetUp } from './set-up-tables.js';

/** Agreements with what belongs to them, their set-up tables, and invoices. */
export function addFinance(world: World): readonly Endpoint[] {
  return [
    ...addFinanceSetUp(world),
    ...addAgreementTypes(world),
    ...addAgreements(world),
    ...addAdditions(world),
    copyAgreement(world),
    ...addInvoices(world),
  ];
}
