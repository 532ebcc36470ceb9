import { must, wordsOf } from './client.js';
import { type MappedUser, mappedUsers } from './mapped-users.js';
import {
  BillingChoicesDocument,
  NextRunDocument,
  RecordUsageDocument,
  SaveBillingDocument,
  SaveProductsDocument,
  UndoPlanDocument,
} from './operations.generated.js';
import {
  countsOf,
  dayBefore,
  decide,
  describe,
  inConnectWise,
  type Line,
  linesOf,
  period,
  reject,
  start,
  untilPlan,
} from './plans.js';
import type { Stage } from './procedure.js';

const SOURCE = 'mail-guard';
const MAILBOXES = { code: 'mailboxes', name: 'Protected mailboxes', unit: 'mailbox' };
const ARCHIVE = { code: 'archive', name: 'Archived mailboxes', unit: 'mailbox' };
const CATALOG = { [MAILBOXES.code]: 'MAILSEC-STD', [ARCHIVE.code]: 'MAILSEC-ARC' };
const AGREEMENT_TYPE = 'Mail Security';

/** Usage on its way into agreements: planned, approved, written, and taken back. */
export async function workWithBilling(stage: Stage): Promise<void> {
  await setUp(stage);
  const [first, ...others] = await mappedUsers(stage);
  if (!first || others.length < 3) return;
  await reportUsage(stage, [first, ...others]);
  await billOne(stage, first);
  const { planId, changed } = await planAll(stage);
  await approve(stage, planId, changed);
  await takeBack(stage, planId);
}

async function setUp({ client, narrator }: Stage): Promise<void> {
  narrator.step('Say how usage becomes lines of agreements');
  const items = [MAILBOXES, ARCHIVE].map((product) => ({ ...product, source: SOURCE }));
  const { saveProducts } = await client.run(SaveProductsDocument, { input: { items } });
  const ids = must(saveProducts?.results, wordsOf(saveProducts?.userErrors)).map(({ productId }) => productId);
  const { billingOptions } = await client.run(BillingChoicesDocument, {});
  const { catalog, agreementTypes } = must(billingOptions, 'choices');
  const type = must(
    agreementTypes.find(({ name }) => name === AGREEMENT_TYPE),
    `the agreement type ${AGREEMENT_TYPE}`,
  );
  const rules = [MAILBOXES, ARCHIVE].map(({ code }, index) => ({
    productId: must(ids[index], 'an id'),
    catalogItemId: must(
      catalog.find(({ identifier }) => identifier === CATALOG[code]),
      `${CATALOG[code]} in the catalog`,
    ).connectWiseId,
    agreementTypeId: type.connectWiseId,
    createsMissing: true,
  }));
  narrator.asked(
    `saveBillingSettings: ${MAILBOXES.name} as ${CATALOG[MAILBOXES.code]}, ${ARCHIVE.name} as ${CATALOG[ARCHIVE.code]}, on agreements of the type ${type.name}`,
  );
  const { saveBillingSettings: saved } = await client.run(SaveBillingDocument, { input: { isEnabled: true, rules } });
  must(saved?.settings, wordsOf(saved?.userErrors));
  const { nextBillingRun } = await client.run(NextRunDocument, {});
  const { at, period } = must(nextBillingRun, 'a next run');
  narrator.answered(`checked and saved; the next run by itself is due ${at}, for ${period.from} to ${period.to}`);
}

/** One has no mailbox any more, one has many more, and of one nothing is told any more; all others have one more. */
async function reportUsage(stage: Stage, users: readonly MappedUser[]): Promise<void> {
  const { client, narrator, sandbox, userCount } = stage;
  const [first, gone, grown, silent] = users.map(({ externalId }) => externalId);
  narrator.step(`Report what ${userCount} users used in the last month`);
  const { from, to } = period();
  const mapped = new Map(users.map((user) => [user.externalId, user]));
  const items = Array.from({ length: userCount }, (_, index) => `mg-${index + 1}`).flatMap((userExternalId) => {
    const user = mapped.get(userExternalId);
    const known = user ? quantityOf(sandbox, user) : 10;
    const used = userExternalId === gone ? 0 : userExternalId === grown ? known * 3 : known + 1;
    const told = { source: SOURCE, userExternalId, day: userExternalId === silent ? dayBefore(from) : to };
    const mailboxes = { ...told, product: MAILBOXES.code, used: String(used) };
    return userExternalId === first ? [mailboxes, { ...told, product: ARCHIVE.code, used: '7' }] : [mailboxes];
  });
  narrator.asked(
    `recordUsage: ${items.length} days; zero for one user, three times as many for another, of a third only the month before`,
  );
  const { recordUsage } = await client.run(RecordUsageDocument, { input: { items } });
  const results = must(recordUsage?.results, wordsOf(recordUsage?.userErrors));
  narrator.answered(
    `${results.filter(({ isRecorded }) => isRecorded).length} recorded, for users without a company too`,
  );
}

/** What ConnectWise bills the company of the user for now. */
function quantityOf(sandbox: Stage['sandbox'], { mapping }: MappedUser): number {
  const agreements = sandbox.agreements.ofCompany(mapping?.connectWiseId ?? 0);
  const [addition] = agreements.flatMap(({ id }) => sandbox.agreements.additions(id));
  return Number(addition?.['quantity'] ?? 10);
}

async function billOne(stage: Stage, { id, name }: MappedUser): Promise<void> {
  const { narrator } = stage;
  narrator.step('Bill one user first: what was never billed before waits for a person');
  narrator.asked(`startBillingRun: the last month of "${name}"`);
  const planId = await start(stage, { ...period(), userIds: [id] });
  for (const line of (await linesOf(stage, planId)).nodes) narrator.remarked(describe(line));
  narrator.asked('approveBillingLines: all of the plan, those that are held as well');
  await decide(stage, { planId, includesHeld: true });
  await untilPlan(stage, planId, 'DONE');
  for (const { additionId, state } of (await linesOf(stage, planId)).nodes) {
    narrator.answered(`${state}; addition ${additionId} in ConnectWise: ${inConnectWise(stage, additionId)}`);
  }
}

async function planAll(stage: Stage): Promise<{ planId: string; changed: Line }> {
  const { narrator } = stage;
  narrator.step('Plan a run for everybody; nothing is written yet');
  narrator.asked('startBillingRun: the last month of all users');
  const planId = await start(stage, period());
  const { counts } = await untilPlan(stage, planId, 'OPEN');
  const by = new Map<string, number>();
  for (const { action, lines } of counts) by.set(action, (by.get(action) ?? 0) + lines);
  narrator.answered([...by].map(([action, lines]) => `${action} ${lines}`).join(', '));
  for (const line of (await linesOf(stage, planId, { actions: ['HOLD'] })).nodes) narrator.remarked(describe(line));
  const [changed] = (await linesOf(stage, planId, { actions: ['UPDATE'] })).nodes;
  return { planId, changed: must(changed, 'a line to be changed') };
}

async function approve(stage: Stage, planId: string, changed: Line): Promise<void> {
  const { narrator, sandbox } = stage;
  narrator.step('Another person changes one of the additions meanwhile; then the plan is approved');
  const additionId = must(changed.additionId, 'an addition');
  sandbox.agreements.setQuantity(additionId, 999);
  narrator.remarked(`in ConnectWise somebody sets addition ${additionId} to 999`);
  narrator.asked('approveBillingLines: what no brake holds; rejectBillingLines: the rest');
  await decide(stage, { planId });
  await reject(stage, planId);
  const { counts } = await untilPlan(stage, planId, 'DONE');
  narrator.answered(countsOf(counts));
  for (const { before, found } of (await linesOf(stage, planId, { states: ['CONFLICT'] })).nodes) {
    narrator.remarked(
      `CONFLICT: it had ${before?.quantity} when it was planned and has ${found?.quantity} now, so it is left alone`,
    );
  }
}

async function takeBack(stage: Stage, planId: string): Promise<void> {
  const { client, narrator } = stage;
  narrator.step('Take the whole run back');
  narrator.asked('undoBillingPlan, which makes a plan of its own; approveBillingLines');
  const { undoBillingPlan } = await client.run(UndoPlanDocument, { input: { planId } });
  const undo = must(undoBillingPlan?.plan, wordsOf(undoBillingPlan?.userErrors)).id;
  await untilPlan(stage, undo, 'OPEN');
  await decide(stage, { planId: undo, includesHeld: true });
  const { counts } = await untilPlan(stage, undo, 'DONE');
  narrator.answered(countsOf(counts));
  for (const line of (await linesOf(stage, undo)).nodes.slice(0, 2)) {
    narrator.remarked(
      `addition ${line.additionId} in ConnectWise: ${inConnectWise(stage, line.additionId)}, as before`,
    );
  }
}
