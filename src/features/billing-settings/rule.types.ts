import { registerEnumType } from 'type-graphql';
import { BillCustomer, BilledQuantity } from './rule.js';

registerEnumType(BilledQuantity, {
  name: 'BilledQuantity',
  description: 'Which of the quantities of a product is billed.',
  valuesConfig: {
    USED: { description: 'What was counted.' },
    PURCHASED: { description: 'What was ordered.' },
  },
});
registerEnumType(BillCustomer, {
  name: 'BillCustomer',
  description: 'How ConnectWise bills an addition that is made; those that are there keep what they have.',
  valuesConfig: {
    BILLABLE: { description: 'It is on the invoice, with its price.' },
    DO_NOT_BILL: { description: 'It is not on the invoice.' },
    NO_CHARGE: { description: 'It is on the invoice, at no charge.' },
  },
});

export { BillCustomer, BilledQuantity };
