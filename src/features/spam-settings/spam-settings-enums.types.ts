import { registerEnumType } from 'type-graphql';
import { SpamLanguage, SpamRoute, SpamRouteChoice } from './spam-settings.js';

const routes = {
  COMPANY_NOTE: { description: 'A note on the company, with a CSV file attached to the company.' },
  TICKET: { description: 'A ticket, with a CSV file attached.' },
  SUMMARY_REPORT: { description: 'A management summary report of the company.' },
  NATIVE_STATISTICS: { description: "ConnectWise's own spam statistics, which only its older service takes." },
};

registerEnumType(SpamRoute, {
  name: 'SpamRoute',
  description: 'By which road a spam report goes to ConnectWise.',
  valuesConfig: routes,
});

registerEnumType(SpamRouteChoice, {
  name: 'SpamRouteChoice',
  description: 'By which road spam reports go to ConnectWise, if they go at all.',
  valuesConfig: { NONE: { description: 'They are not sent.' }, ...routes },
});

registerEnumType(SpamLanguage, {
  name: 'SpamLanguage',
  description: 'In which language a spam report is written.',
  valuesConfig: { EN: { description: 'English.' }, JA: { description: 'Japanese.' } },
});
