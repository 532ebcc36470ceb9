import { registerEnumType } from 'type-graphql';
import { SpamLanguage, SpamRoute, SpamRouteChoice } from './spam-settings.js';

const ROUTES = {
  COMPANY_NOTE: { description: 'As a note of the company, with the figures of each day attached as a CSV file.' },
  TICKET: { description: 'As a ticket with the same, where notifications of the kind SPAM_STATISTICS go.' },
  SUMMARY_REPORT: { description: 'As what the management summary report of the company has a counter for.' },
  NATIVE_STATISTICS: {
    description:
      "As ConnectWise's own spam statistics, which only its older SOAP service takes; not every ConnectWise has it.",
  },
};

registerEnumType(SpamRoute, {
  name: 'SpamRoute',
  description:
    'By which route a report of spam statistics goes to ConnectWise. Values may be added: keep a default branch.',
  valuesConfig: ROUTES,
});
registerEnumType(SpamRouteChoice, {
  name: 'SpamRouteChoice',
  description:
    'By which route reports of spam statistics go to ConnectWise. Values may be added: keep a default branch.',
  valuesConfig: { NONE: { description: 'They go nowhere.' }, ...ROUTES },
});
registerEnumType(SpamLanguage, {
  name: 'SpamLanguage',
  description: 'In which language reports are written.',
  valuesConfig: { EN: { description: 'English.' }, JA: { description: 'Japanese.' } },
});
