import { registerEnumType } from 'type-graphql';
import '../spam-settings/spam-settings-enums.types.js';
import { DeliveryState, SkipReason } from './delivery.js';

registerEnumType(DeliveryState, {
  name: 'SpamDeliveryState',
  description: 'How far a report is on its way.',
  valuesConfig: {
    WAITING: { description: 'It is to be sent.' },
    SENT: { description: 'ConnectWise has it.' },
    SKIPPED: { description: 'It was not to be sent; `reason` tells why.' },
    FAILED: { description: 'It could not be written or sent; `failure` tells why.' },
    CANCELLED: { description: 'Its job ended before it was sent.' },
  },
});

registerEnumType(SkipReason, {
  name: 'SpamSkipReason',
  description: 'Why a user got no report. Values may be added: keep a default branch.',
  valuesConfig: {
    USER_ARCHIVED: { description: 'The user was archived.' },
    INTEGRATION_OFF: { description: 'The integration was off.' },
    KEYS_MISSING: { description: 'The stored keys were gone.' },
    INTEGRATION_PAUSED: { description: 'ConnectWise refused the keys or the clientId.' },
    WORK_NOT_PERMITTED: { description: 'The role lacked a right that reports need.' },
    NOT_MAPPED: { description: 'The user had no mapping.' },
    MAPPING_DISABLED: { description: 'The mapping was disabled.' },
    MAPPING_ON_OTHER_INSTANCE: { description: 'The mapping was of another instance.' },
    MAPPING_UNVERIFIED: { description: 'The mapping was never verified.' },
    MAPPING_BROKEN: { description: 'The mapping was broken.' },
    NO_FIGURES: { description: 'No source told of the user in that month.' },
    NEWER_MONTH_SENT: {
      description: 'The summary report of the user has the counters of a newer month, or may have them.',
    },
    ROUTE_CHANGED: { description: 'Another route, or none, was set for the user while the report waited.' },
  },
});
