import { must, wordsOf } from './client.js';
import { RecordSpamDocument, SpamSeriesDocument } from './operations.generated.js';
import { dayBefore } from './plans.js';
import type { Stage } from './procedure.js';
import { workWithReports } from './reports.js';

const SOURCE = 'mail-guard';
const DAYS = 90;
/** So many days are read; with as many before them to be compared with. */
const READ = 42;
const A_CALL = 1_000;

/** What the mail filter saw, as people read it and as it comes to ConnectWise. */
export async function workWithSpam(stage: Stage): Promise<void> {
  await record(stage);
  await readSeries(stage);
  await workWithReports(stage);
}

async function record({ client, narrator, userCount }: Stage): Promise<void> {
  narrator.step(`Report what the mail filter saw for ${userCount} users on ${DAYS} days`);
  const days = lastDays(DAYS);
  const items = days.flatMap((day, age) =>
    Array.from({ length: userCount }, (_, user) => ({
      ...{ source: SOURCE, userExternalId: `mg-${user + 1}`, domain: `customer-${user + 1}.example`, day },
      ...countersOf(user, age),
    })),
  );
  narrator.asked(`recordSpamStatistics: ${items.length} days of one domain each, by ${A_CALL}`);
  let recorded = 0;
  for (let start = 0; start < items.length; start += A_CALL) {
    const input = { items: items.slice(start, start + A_CALL) };
    const { recordSpamStatistics: told } = await client.run(RecordSpamDocument, { input });
    const results = must(told?.results, wordsOf(told?.userErrors));
    recorded += results.filter(({ isRecorded }) => isRecorded).length;
  }
  narrator.answered(`${recorded} recorded`);
}

async function readSeries({ client, narrator }: Stage): Promise<void> {
  narrator.step('Read it as a series, beside the same time before');
  const days = lastDays(READ);
  const [to] = days;
  const from = days.at(-1);
  narrator.asked(`spamStatistics: ${from} to ${to}, by week, with the domains that have the most spam`);
  const { spamStatistics } = await client.run(SpamSeriesDocument, { from: must(from, 'a day'), to: must(to, 'a day') });
  const { totals, before, series, topDomains } = must(spamStatistics, 'statistics');
  const { totalMessages, spam, phishing, viruses } = must(totals, 'totals');
  narrator.answered(
    `${totalMessages} messages, of them ${spam} spam, ${phishing} phishing, ${viruses} with viruses; ${signed(must(before?.change?.spam, 'a change'))} spam against the ${READ} days before`,
  );
  for (const { from: first, to: last, counters } of must(series, 'a series')) {
    narrator.remarked(`${first} to ${last}: ${counters.spam} of ${counters.totalMessages}`);
  }
  const most = must(topDomains, 'domains').map(({ domain, counters }) => `${domain} ${counters.spam}`);
  narrator.remarked(`most spam: ${most.join(', ')}`);
}

/** Busier users have more of everything, and lately there is more spam than before. */
function countersOf(user: number, age: number) {
  const totalMessages = 40 + ((user * 37 + age * 11) % 90) + user;
  const spam = Math.floor(totalMessages / (age < READ ? 3 : 4));
  const phishing = spam > 25 ? 2 : 0;
  const viruses = (user + age) % 7 === 0 ? 1 : 0;
  return { totalMessages, accountMessages: totalMessages - spam - viruses, spam, phishing, viruses };
}

/** Yesterday first. */
function lastDays(count: number): string[] {
  const days = [dayBefore(new Date().toISOString().slice(0, 10))];
  while (days.length < count) days.push(dayBefore(must(days.at(-1), 'a day')));
  return days;
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}
