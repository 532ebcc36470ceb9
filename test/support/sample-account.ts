import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/database/database.js';
import { wake } from '../../src/database/wake.js';
import type { WriteTransaction } from '../../src/database/write-door.js';
import {
  type AccountId,
  type CompanyId,
  type DriftId,
  type InstanceId,
  type MappingId,
  type NotificationId,
  newId,
  type ProductId,
  type SourceId,
  type TicketId,
  type TokenId,
  type UserId,
} from '../../src/shared/ids.js';
import { WorkKind } from '../../src/shared/work.js';

/** One account with a row in every table, put there through the write door. */
export interface SampleAccount {
  readonly id: AccountId;
  readonly sourceId: SourceId;
  readonly instanceId: InstanceId;
  readonly userId: UserId;
  readonly tokenId: TokenId;
  readonly tokenHash: Buffer;
  readonly pathHash: Buffer;
}

const NO_CALLS = { interactiveLeases: [], backgroundLeases: [], interactiveStarts: [], backgroundStarts: [] };

export async function sampleAccount(database: Database): Promise<SampleAccount> {
  const sample: SampleAccount = {
    id: newId(),
    sourceId: newId(),
    instanceId: newId(),
    userId: newId(),
    tokenId: newId(),
    tokenHash: randomBytes(32),
    pathHash: randomBytes(32),
  };
  const accountId = sample.id;
  await database.write(accountId, async (tx) => {
    await tx.account.create({ data: { id: accountId, name: `account ${accountId}` } });
    await tx.source.create({ data: { accountId, id: sample.sourceId, code: 'mail', name: 'Mail' } });
    await tx.connectWiseInstance.create({
      data: { accountId, id: sample.instanceId, host: 'na.example.test', loginCompanyId: 'acme' },
    });
    await tx.integrationSettings.create({ data: { accountId, publicKeySealed: 'a', privateKeySealed: 'b' } });
    await tx.passedTest.create({ data: { accountId, fingerprint: randomBytes(32), passedAt: new Date(), report: {} } });
    await tx.callPace.create({
      data: { accountId, instance: 'na.example.test/acme', touchedAt: new Date(), ...NO_CALLS },
    });
    await tx.workHold.create({ data: { accountId, work: 'TICKETS', capability: 'WRITE_TICKETS' } });
    await tx.connectionTest.create({ data: { accountId, minuteStartedAt: new Date(), used: 1 } });
    await tx.user.create({ data: userData(sample, sample.userId) });
    await tx.mapping.create({ data: mappingData(sample, { userId: sample.userId, connectWiseId: 1 }) });
    await tx.companyCheck.create({
      data: { accountId, instanceId: sample.instanceId, key: 'acme', outcome: {}, checkedAt: new Date() },
    });
    await tx.companyMirror.create({ data: { accountId, instanceId: sample.instanceId } });
    const company = await tx.company.create({ data: { ...companyData(sample, 1), matchKeys: ['^comp'] } });
    await tx.drift.create({ data: driftData(sample) });
    await tx.notification.create({ data: notificationData(sample) });
    const product = await tx.product.create({ data: productData(sample, newId()) });
    const used = { userId: sample.userId, productId: product.id, day: new Date('2026-01-31'), used: '12.5' };
    await tx.usageDay.create({ data: { accountId, ...used } });
    await addBilling(tx, sample, product.id);
    await addSpam(tx, sample);
    await tx.ticket.create({ data: ticketData(sample) });
    await tx.ticketingSettings.create({
      data: { accountId, isEnabled: false, template: { boardId: 1 }, closesTickets: false, closesTakenOver: false },
    });
    await tx.ticketOverride.create({ data: { accountId, userId: sample.userId, template: { boardId: 1 } } });
    const path = { pathHash: Uint8Array.from(sample.pathHash), pathSalt: randomBytes(16), pathKeyId: 'k' };
    await tx.ticketWatch.create({ data: { accountId, ...path } });
    await tx.ticketCallback.create({ data: { accountId, messageId: 'message', recordId: 1 } });
    await tx.userMatchFacts.create({
      data: {
        ...{ accountId, userId: sample.userId, sourceId: sample.sourceId, userVersion: 1, nameRules: 1, sketch: '' },
        ...{ foldedExternalId: 'u', foldedName: 'u', normalisedName: 'u', legalForm: '', matchKeys: [], domains: [] },
      },
    });
    await tx.matchSuggestion.create({
      data: {
        ...{ accountId, id: newId(), userId: sample.userId, instanceId: sample.instanceId, companyId: company.id },
        ...{ connectWiseId: 1, score: 0.9, reasons: ['SAME_NAME'], isSure: false },
      },
    });
    await tx.matchingSettings.create({ data: { accountId, autoAccept: false, threshold: 0.5 } });
    await tx.matchingMark.create({
      data: { accountId, instanceId: sample.instanceId, threshold: 0.5, rules: 1, seenUntil: new Date() },
    });
    await tx.retentionSettings.create({ data: { accountId } });
    await tx.retentionRun.create({ data: { accountId, kind: 'JOBS', before: new Date('2020-01-01') } });
    const jobId = newId();
    const fileId = newId();
    await tx.job.create({
      data: { accountId, id: jobId, kind: 'MATCHING', actorKind: 'SYSTEM', actorName: 'test', input: {} },
    });
    await tx.importFile.create({ data: { accountId, id: fileId, jobId } });
    await tx.importRow.create({ data: { accountId, fileId, row: 1, line: 2, cells: {}, isReadable: true } });
    await tx.auditEvent.create({
      data: { accountId, id: newId(), action: 'made', actorKind: 'SYSTEM', actorName: 'test', requestId: 'r' },
    });
    await tx.event.create({ data: { accountId, position: 1, kind: 'made' } });
    await wake(tx, accountId, WorkKind.HEALTH_CHECK);
    await tx.accessToken.create({
      data: {
        accountId,
        id: sample.tokenId,
        name: 't',
        role: 'ADMIN',
        hash: Uint8Array.from(sample.tokenHash),
        lastFour: 'abcd',
      },
    });
  });
  return sample;
}

async function addSpam(tx: WriteTransaction, { id: accountId, instanceId, sourceId, userId }: SampleAccount) {
  const domainId = 1;
  await tx.spamDomain.create({ data: { accountId, id: domainId, userId, domain: 'a.example' } });
  const seen = { day: new Date('2026-01-31'), totalMessages: 10, accountMessages: 6, spam: 3, phishing: 1, viruses: 0 };
  await tx.spamDay.create({ data: { accountId, domainId, ...seen } });
  await tx.spamTotal.create({ data: { accountId, sourceId, ...seen } });
  const login = { loginName: 'integrator', loginPasswordSealed: 'p', loginInstanceId: instanceId };
  const chosen = { isScheduled: true, route: 'COMPANY_NOTE', language: 'EN', calendar: [] };
  await tx.spamSettings.create({ data: { accountId, ...chosen, ...login } });
  await tx.spamOverride.create({ data: { accountId, userId, route: 'NONE' } });
  const delivery = { month: new Date('2026-01-01'), asOf: new Date('2026-02-01'), route: 'COMPANY_NOTE' };
  const skipped = { state: 'SKIPPED', reason: 'NOT_MAPPED', endedAt: new Date() };
  await tx.spamDelivery.create({ data: { accountId, id: newId(), jobId: newId(), userId, ...delivery, ...skipped } });
  const left = { route: 'COMPANY_NOTE', key: '2026-01', instanceId, companyId: 1 };
  await tx.spamRecord.create({ data: { accountId, userId, ...left } });
}

async function addBilling(
  tx: WriteTransaction,
  { id: accountId, instanceId, userId }: SampleAccount,
  productId: string,
) {
  await tx.billingSettings.create({ data: { accountId, isEnabled: false, calendar: [] } });
  await tx.billingOverride.create({ data: { accountId, userId } });
  const plan = { kind: 'ON_DEMAND', status: 'DONE', actorKind: 'SYSTEM', actorName: 'test', settings: {} } as const;
  const { id: planId } = await tx.billingPlan.create({ data: { accountId, id: newId(), ...plan } });
  const period = { periodFrom: new Date('2026-01-01'), periodTo: new Date('2026-01-31') };
  await tx.billingTurn.create({ data: { accountId, planId, userId, ...period } });
  await tx.billingAgreement.create({ data: { accountId, planId, connectWiseId: 1, companyId: 1, facts: {} } });
  const line = { action: 'SKIP', reason: 'NO_AGREEMENT', state: 'NOTHING' };
  const { id: lineId } = await tx.billingLine.create({ data: { accountId, id: newId(), planId, ...line } });
  const share = { ...period, periodRule: 'LAST', daysTold: 1, quantity: '12.5', rule: {} };
  await tx.billingShare.create({ data: { accountId, planId, lineId, userId, productId, ...share } });
  const place = { instanceId, agreementId: 1, catalogItemId: 1, userId, productId, lineId };
  const found = { lineQuantity: '12.5', state: 'GONE', checkedAt: new Date() };
  await tx.reconciliationRow.create({ data: { accountId, ...place, ...found } });
}

export function notificationData({ id: accountId, sourceId }: SampleAccount) {
  const told = { kind: 'MAIL_FLOW', severity: 'WARNING', title: 'Mail does not flow', body: '' };
  return { accountId, id: newId<NotificationId>(), sourceId, key: 'mail-flow', occurredAt: new Date(), ...told };
}

export function productData({ id: accountId, sourceId }: SampleAccount, id: ProductId) {
  return { accountId, id, sourceId, code: id, name: 'Mailboxes', unit: 'mailbox', decimals: 1 };
}

export function ticketData({ id: accountId, instanceId }: SampleAccount) {
  const id = newId<TicketId>();
  return { accountId, id, instanceId, companyId: 1, reference: id };
}

export function userData(account: SampleAccount, id: UserId) {
  return { accountId: account.id, id, sourceId: account.sourceId, externalId: id, name: `user ${id}`, mailDomains: [] };
}

export function mappingData(
  account: SampleAccount,
  { userId, connectWiseId }: { readonly userId: UserId; readonly connectWiseId: number | null },
) {
  return {
    accountId: account.id,
    id: newId<MappingId>(),
    userId,
    sourceId: account.sourceId,
    instanceId: account.instanceId,
    connectWiseId,
    identifier: `company ${connectWiseId}`,
    companyTypes: [],
    isEnabled: true,
    origin: 'MANUAL' as const,
  };
}

export function driftData(account: SampleAccount) {
  return {
    ...{ accountId: account.id, id: newId<DriftId>(), mappingId: newId<MappingId>(), userId: account.userId },
    ...{ instanceId: account.instanceId, connectWiseId: 1, kind: 'COMPANY_RENAMED' },
    ...{ beforeIdentifier: 'a', survivorReasons: [] },
  };
}

export function companyData(account: SampleAccount, connectWiseId: number) {
  const name = `company ${connectWiseId}`;
  return {
    accountId: account.id,
    id: newId<CompanyId>(),
    instanceId: account.instanceId,
    connectWiseId,
    ...{ identifier: name, name, isInactive: false, types: [], isDeleted: false, addressLines: [] },
    ...{ foldedIdentifier: name, foldedName: name, normalisedName: name, matchKeys: [], nameRules: 1 },
  };
}
