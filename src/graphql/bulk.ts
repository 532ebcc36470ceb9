import { registerEnumType } from 'type-graphql';
import { BulkErrorPolicy } from '../shared/bulk.js';

registerEnumType(BulkErrorPolicy, {
  name: 'BulkErrorPolicy',
  description: 'What becomes of the good items when one is bad.',
  valuesConfig: {
    REJECT_ALL: { description: 'Nothing is written.' },
    REJECT_FAILED: { description: 'The good items are written.' },
  },
});

export { BulkErrorPolicy };
