import { randomUUID } from 'node:crypto';
import { parseGlobalId, toGlobalId } from '../../../src/graphql/node.js';
import {
  type DriftId,
  type NotificationId,
  newId,
  type ProductId,
  type SuggestionId,
} from '../../../src/shared/ids.js';
import { ask } from '../../support/graphql-client.js';
import { mirrorCompanies } from '../../support/matching.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { putSpam } from '../../support/spam.js';
import type { TestApp } from '../../support/test-app.js';
import { CreateAccessTokenDocument, SourcesDocument, ViewerDocument } from '../operations.generated.js';
import { type FurnishedBilling, furnishBilling } from './furnished-billing.js';
import { furnishDelivery } from './furnished-delivery.js';
import { sql } from './rows.js';
import type { Samples } from './schema-documents.js';

const KEY = 'mail-flow';
const PRODUCT = 'mailboxes';

/** An account with one object of every kind, and texts of it that nobody else may ever see. */
export interface FurnishedAccount {
  readonly account: SeedAccount;
  readonly source: SeedSource;
  readonly ids: Readonly<
    Record<
      | 'user'
      | 'mapping'
      | 'token'
      | 'account'
      | 'source'
      | 'job'
      | 'suggestion'
      | 'dryRun'
      | 'drift'
      | 'notification'
      | 'product'
      | 'delivery'
      | keyof FurnishedBilling,
      string
    >
  >;
  readonly canaries: readonly string[];
  /** Values for generated documents that would have an effect if they got through. */
  readonly samples: Samples;
}

export async function furnish(test: TestApp): Promise<FurnishedAccount> {
  const secretName = `canary-${randomUUID()}`;
  const account = await test.account(`${secretName} account`);
  await account.integration();
  const source = await account.source(`${secretName}-source`);
  const user = await source.user(`${secretName} user`);
  const [company] = test.sandbox.landmarks.ordinary;
  const mapping = await user.map(company?.identifier ?? '');
  const input = { name: `${secretName} token`, role: 'READER' } as const;
  const { createAccessToken } = await ask(account, CreateAccessTokenDocument, { input });
  const { viewer } = await ask(account, ViewerDocument);
  const { sources } = await ask(account, SourcesDocument);
  const job = await test.app.services.jobs.start(account.caller, { kind: 'MATCHING', input: {} });
  const productId = await product(test, account, { user: user.id, name: `${secretName} product` });
  const ids = {
    user: user.id,
    mapping: mapping.id,
    token: createAccessToken?.accessToken?.id ?? '',
    account: viewer?.account.id ?? '',
    source: sources?.[0]?.id ?? '',
    job: toGlobalId('Job', job.id),
    suggestion: await suggest(test, account, { source, name: `${secretName} suggested` }),
    dryRun: toGlobalId('Job', await finishedDryRun(account, user.externalId)),
    drift: await drift(test, account, { user: user.id, mapping: mapping.id }),
    notification: await notification(test, account, { user: user.id, title: `${secretName} title` }),
    product: productId,
    delivery: await furnishDelivery(account, { user: user.id, text: `${secretName} report` }),
    ...(await furnishBilling(account, { user: user.id, product: productId, name: `${secretName} agreement` })),
  };
  await override(test, account, user.id);
  await spamDay(account, user.id);
  const ticket = test.sandbox.tickets.add({ summary: 'A ticket', company: { id: company?.id ?? 0 }, board: { id: 1 } });
  const samples = samplesOf(ids, { source, user }, { ...company, ticketNumber: ticket.id });
  return { account, source, ids, canaries: [secretName, user.externalId], samples };
}

/** A user who is not mapped, a company in the copy, and the suggestion that they belong together. */
async function suggest(test: TestApp, account: SeedAccount, { source, name }: { source: SeedSource; name: string }) {
  const user = await source.user(name);
  const userId = parseGlobalId(user.id)?.id ?? '';
  const { id: instanceId } = await test.app.services.integration.instance(account.caller);
  const accountId = account.id;
  await mirrorCompanies(test.database, { accountId, instanceId }, [{ identifier: 'Suggested', name }]);
  const id = newId<SuggestionId>();
  await test.database.write(accountId, async (tx) => {
    const company = await tx.company.findFirstOrThrow({ where: { accountId, identifier: 'Suggested' } });
    const { id: companyId, connectWiseId } = company;
    const pair = { accountId, id, userId, instanceId, companyId, connectWiseId };
    await tx.matchSuggestion.create({ data: { ...pair, score: 0.9, reasons: ['SAME_NAME'], isSure: true } });
  });
  return toGlobalId('MatchSuggestion', id);
}

/** An open drift of a mapping. */
async function drift(test: TestApp, account: SeedAccount, of: { user: string; mapping: string }): Promise<string> {
  const { id: instanceId } = await test.app.services.integration.instance(account.caller);
  const id = newId<DriftId>();
  const [userId, mappingId] = [parseGlobalId(of.user)?.id ?? '', parseGlobalId(of.mapping)?.id ?? ''];
  await test.database.write(account.id, async (tx) => {
    const company = { connectWiseId: 1, kind: 'COMPANY_RENAMED', beforeIdentifier: 'a', survivorReasons: [] };
    await tx.drift.create({ data: { accountId: account.id, id, userId, mappingId, instanceId, ...company } });
  });
  return toGlobalId('Drift', id);
}

/** A condition of the user, with the key that samples name, whose delivery failed. */
async function notification(test: TestApp, account: SeedAccount, of: { user: string; title: string }): Promise<string> {
  const id = newId<NotificationId>();
  const { id: accountId } = account;
  const [userId, title] = [parseGlobalId(of.user)?.id ?? '', of.title];
  await test.database.write(accountId, async (tx) => {
    const { sourceId } = await tx.user.findFirstOrThrow({ where: { accountId, id: userId } });
    const told = { kind: 'MAIL_FLOW', severity: 'WARNING', title, body: title, occurredAt: new Date() };
    const failed = { state: 'FAILED', failureCode: 'CONNECTWISE_REJECTED', failureMessage: 'refused' };
    await tx.notification.create({ data: { accountId, id, sourceId, userId, key: KEY, ...told, ...failed } });
  });
  return toGlobalId('Notification', id);
}

/** A product with the code that samples name, and what the user used of it on another day than they name. */
async function product(test: TestApp, { id: accountId }: SeedAccount, of: { user: string; name: string }) {
  const id = newId<ProductId>();
  const [userId, name] = [parseGlobalId(of.user)?.id ?? '', of.name];
  await test.database.write(accountId, async (tx) => {
    const { sourceId } = await tx.user.findFirstOrThrow({ where: { accountId, id: userId } });
    await tx.product.create({ data: { accountId, id, sourceId, code: PRODUCT, name, unit: name, decimals: 2 } });
    const used = { productId: id, day: new Date('2026-01-30'), used: '12.5', purchased: '20' };
    await tx.usageDay.create({ data: { accountId, userId, ...used } });
  });
  return toGlobalId('Product', id);
}

/** What the mail filter saw for the user on another day than samples name. */
function spamDay({ id }: SeedAccount, user: string): Promise<void> {
  const counts = { totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 };
  return putSpam(id, [{ userId: parseGlobalId(user)?.id ?? '', domain: 'example.com', day: '2026-01-30', ...counts }]);
}

/** A template of the user's own, on another board than samples name, and a route of its reports that they do not. */
async function override(test: TestApp, { id: accountId }: SeedAccount, user: string): Promise<void> {
  const nothing = { statusId: null, closedStatusId: null, typeId: null, subTypeId: null, itemId: null, teamId: null };
  const template = {
    ...{ ...nothing, boardId: 2, priorityId: null, sourceId: null, contact: 'NONE' },
    ...{ isCustomerVisible: false, mailsContact: false },
  };
  const userId = parseGlobalId(user)?.id ?? '';
  await test.database.write(accountId, async (tx) => {
    await tx.ticketOverride.create({ data: { accountId, userId, template } });
    await tx.spamOverride.create({ data: { accountId, userId, route: 'SUMMARY_REPORT' } });
  });
}

/** A dry run of an import of one row. */
async function finishedDryRun({ id: accountId }: SeedAccount, externalId: string): Promise<string> {
  const [jobId, fileId] = [randomUUID(), randomUUID()];
  const input = { fileId, rows: 1, dryRun: true, onError: 'REJECT_ALL' };
  await sql(
    `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, finished_at)
     VALUES ($1, $2, 'MAPPING_IMPORT', 'SUCCEEDED', 'TOKEN', 'a token', $3, now())`,
    [accountId, jobId, input],
  );
  await sql('INSERT INTO import_files (account_id, id, job_id) VALUES ($1, $2, $3)', [accountId, fileId, jobId]);
  await sql(
    `INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable) VALUES ($1, $2, 1, 2, $3, true)`,
    [accountId, fileId, { user_external_id: externalId }],
  );
  return jobId;
}

function samplesOf(
  ids: FurnishedAccount['ids'],
  { source, user }: { readonly source: SeedSource; readonly user: SeedUser },
  company: { identifier?: string; id?: number; ticketNumber: number },
): Samples {
  const externalId = randomUUID();
  const connection = source.account.values;
  return {
    byName: {
      userId: ids.user,
      mappingId: ids.mapping,
      tokenId: ids.token,
      jobId: ids.job,
      suggestionIds: [ids.suggestion],
      threshold: 0.4,
      minimumScore: 0.4,
      'ApplyMappingImportInput.jobId': ids.dryRun,
      accountId: ids.account,
      id: ids.user,
      ids: Object.values(ids),
      identifier: company.identifier,
      connectWiseId: company.id,
      ticketNumber: company.ticketNumber,
      subjectId: ids.user,
      subjectIds: [ids.user],
      userIds: [ids.user],
      driftIds: [ids.drift],
      after: null,
      expectedVersion: null,
      search: null,
      'UserFilter.sources': [source.code],
      'CreateAccessTokenInput.source': null,
      'CreateAccountInput.timeZone': 'UTC',
      ...connection,
      clientId: null,
      customCa: null,
      instanceChange: null,
      items: [
        {
          source: source.code,
          externalId,
          name: 'generated',
          mailDomains: ['example.com'],
          contactEmail: 'a@example.com',
        },
      ],
      'MapCompaniesInput.items': [
        { user: { userId: ids.user }, company: { identifier: company.identifier }, isEnabled: false },
      ],
      'RaiseNotificationsInput.items': [
        {
          ...{ source: source.code, key: externalId, kind: 'generated', severity: 'WARNING', title: 'generated' },
          body: 'generated',
        },
      ],
      'ResolveNotificationsInput.items': [{ source: source.code, key: KEY }],
      'SaveProductsInput.items': [
        { source: source.code, code: externalId, name: 'generated', unit: 'piece', decimals: 2, periodRule: 'SUM' },
      ],
      'RecordUsageInput.items': [
        {
          ...{ source: source.code, userExternalId: user.externalId, product: PRODUCT, day: '2026-01-31' },
          ...{ used: '1.25', purchased: '2' },
        },
      ],
      'RecordSpamStatisticsInput.items': [
        {
          ...{ source: source.code, userExternalId: user.externalId, domain: 'example.com', day: '2026-01-31' },
          ...{ totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 },
        },
      ],
      solutionName: 'Mail Security',
      'SendSpamReportsInput.month': '2026-01-01',
      productIds: [ids.product],
      productId: ids.product,
      'SaveBillingSettingsInput.rules': [{ productId: ids.product }],
      'SaveRetentionSettingsInput.rules': [{ kind: 'JOBS', months: 24 }],
      catalogSearch: null,
      billingDay: 15,
      timeZone: null,
      catalogItemId: null,
      agreementTypeId: null,
      agreementId: null,
      planId: ids.billingPlan,
      lineIds: [ids.pendingLine],
      lineId: ids.unclearLine,
      'UndoBillingPlanInput.lineIds': [ids.appliedLine],
      additionId: null,
      notificationId: ids.notification,
      notificationIds: [ids.notification],
      template: { boardId: 1 },
      ownCompanyId: null,
      mappingIds: [ids.mapping],
      externalIds: [externalId],
      'userStates.source': source.code,
      'spamReportPreview.month': '2026-01-01',
      role: 'READER',
      code: `code-${externalId}`,
      isEnabled: false,
      replaceExisting: true,
    },
    byType: {
      String: `generated ${externalId}`,
      Int: 1,
      Boolean: true,
      DateTime: '2036-01-31T00:00:00Z',
      Date: '2026-01-31',
    },
  };
}
