import { registerEnumType } from 'type-graphql';
import { LineAction, LineHold, LineReason, LineState } from './line.js';

registerEnumType(LineAction, {
  name: 'BillingLineAction',
  description: 'What a plan says of a line.',
  valuesConfig: {
    UPDATE: { description: 'The quantity of the addition is to change.' },
    CREATE: { description: 'An addition is to be made.' },
    NONE: { description: 'ConnectWise has it already.' },
    SKIP: { description: 'It cannot be billed, or is not to be; `reason` tells why.' },
    HOLD: { description: 'A brake has fired: nothing is written before a person approves. `holds` tells which.' },
  },
});
registerEnumType(LineHold, {
  name: 'BillingLineHold',
  description: 'A brake: why a person has to look at a line. Values may be added: keep a default branch.',
  valuesConfig: {
    DROPS_TO_ZERO: { description: 'The quantity would become zero.' },
    CHANGES_MUCH: { description: 'The quantity would change by more than the set percentage.' },
    NO_USAGE: { description: 'Nothing was told in the period of a user and product that add to it.' },
    FIRST_PLAN: { description: 'A product that adds to it was never written to ConnectWise before.' },
    ALREADY_INVOICED: { description: 'The agreement was invoiced for the period already.' },
    AGREEMENT_CANCELLED: { description: 'The agreement is cancelled by the end of the period.' },
    AGREEMENT_EXPIRED: { description: 'The agreement ends before the period does.' },
    AGREEMENT_NOT_STARTED: { description: 'The agreement begins after the period.' },
    AGREEMENT_NOT_RECURRING: { description: 'The agreement is billed once, not in every period.' },
    AGREEMENT_AMBIGUOUS: {
      description: 'Several agreements could be meant, as `evidence` names them; nothing can be written.',
    },
    DUPLICATE_ADDITIONS: {
      description: 'Several additions count for the product, as `evidence` names them; nothing can be written.',
    },
    COMPANY_BROKEN: { description: "The user's mapping is broken; nothing can be written." },
    INVOICED_SINCE: {
      description: 'Of what is taken back: the agreement was invoiced since, so correct the invoice by hand.',
    },
  },
});
registerEnumType(LineReason, {
  name: 'BillingLineReason',
  description: 'Why nothing is to be written. Values may be added: keep a default branch.',
  valuesConfig: {
    UNCHANGED: { description: 'ConnectWise has this quantity already.' },
    USER_ARCHIVED: { description: 'The user is archived.' },
    NOT_MAPPED: { description: 'The user is not mapped to a company.' },
    MAPPING_DISABLED: { description: "The user's mapping is disabled." },
    MAPPING_UNVERIFIED: { description: "The user's mapping was never verified." },
    MAPPING_ON_OTHER_INSTANCE: { description: "The user's mapping was made on another ConnectWise system." },
    MAPPING_CHANGED: {
      description: 'The mapping became sound when the plan had been past its company. Start a run for the user.',
    },
    NO_CATALOG_ITEM: { description: 'Nobody has said as which catalog item the product is billed.' },
    NO_AGREEMENT: { description: 'The company has no such agreement.' },
    NO_ADDITION: { description: 'The agreement has no such addition, and none is to be made.' },
    NOTHING_TO_CREATE: { description: 'The agreement has no such addition, and there is nothing to bill.' },
    TOO_MANY_DIGITS: { description: 'ConnectWise keeps 15 digits of a number, and this one has more.' },
    CHANGED_SINCE: { description: 'Of what is taken back: somebody has changed it since.' },
  },
});
registerEnumType(LineState, {
  name: 'BillingLineState',
  description: 'Where a line stands. Values may be added: keep a default branch.',
  valuesConfig: {
    PENDING: { description: 'A person has to approve or reject it.' },
    APPROVED: { description: 'It waits to be written.' },
    WRITING: { description: 'It is being written, or nobody knows yet what became of it.' },
    APPLIED: { description: 'ConnectWise has it.' },
    CONFLICT: { description: 'ConnectWise has something else by now than the plan saw; nothing was written.' },
    FAILED: { description: 'ConnectWise refused it, or did not do what it answered.' },
    UNCLEAR: { description: 'Several additions may be the one that was made; a person has to tell.' },
    REJECTED: { description: 'A person does not want it written.' },
    NOTHING: { description: 'There is nothing to be written.' },
  },
});

export { LineAction, LineHold, LineReason, LineState };
