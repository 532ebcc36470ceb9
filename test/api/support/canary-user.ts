import { randomUUID } from 'node:crypto';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { type AccountId, newId, type UserId } from '../../../src/shared/ids.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { given } from './calls.js';
import { sql } from './rows.js';

export interface CanaryUser {
  readonly account: SeedAccount;
  readonly user: SeedUser;
  readonly id: UserId;
  /** In every canary. */
  readonly needle: string;
  /** Each text, by the column it was put into. */
  readonly canaries: ReadonlyMap<string, string>;
}

/** A user with a row in every table that can tell of one, and a text of its own in each column that names it. */
export async function canaryUser(test: TestApp): Promise<CanaryUser> {
  const account = await test.account();
  await account.integration();
  const source = await account.source();
  const user = await source.user('to be named by rows');
  const accountId = account.id;
  const id = given(parseGlobalId(user.id)).id as UserId;
  const needle = randomUUID().slice(0, 13);
  const canaries = new Map<string, string>();
  /** The same text for a column each time. */
  const put = (column: string) => {
    const text = `c${canaries.size}-${needle}.example`;
    canaries.set(column, canaries.get(column) ?? text);
    return given(canaries.get(column));
  };
  const { id: instanceId } = await test.app.services.integration.instance(account.caller);
  const place = { accountId, id, instanceId };
  await putPerson(place, put);
  await test.database.write(accountId, async (tx) => {
    const { sourceId } = await tx.user.findFirstOrThrow({ where: { accountId, id } });
    const mappingId = newId<never>();
    await tx.mapping.create({
      data: {
        ...{ accountId, id: mappingId, userId: id, sourceId, instanceId, connectWiseId: 77, companyTypes: [] },
        ...{ identifier: put('mappings.identifier'), companyName: put('mappings.company_name'), isEnabled: true },
        origin: 'MANUAL',
      },
    });
    const survivor = {
      survivorIdentifier: put('drifts.survivor_identifier'),
      survivorName: put('drifts.survivor_name'),
    };
    await tx.drift.create({
      data: {
        ...{ accountId, id: newId(), userId: id, mappingId, instanceId, connectWiseId: 77, kind: 'COMPANY_RENAMED' },
        ...{ beforeIdentifier: put('drifts.before_identifier'), beforeName: put('drifts.before_name') },
        ...{ afterIdentifier: put('drifts.after_identifier'), afterName: put('drifts.after_name') },
        ...{ ...survivor, survivorReasons: [] },
      },
    });
    const ticketId = newId<never>();
    const ticket = { userId: id, companyId: 77, connectWiseId: 4711, reference: ticketId, state: 'OPEN' };
    await tx.ticket.create({ data: { accountId, id: ticketId, instanceId, ...ticket } });
    const told = {
      title: put('notifications.title'),
      body: put('notifications.body'),
      kind: 'MAIL',
      severity: 'WARNING',
    };
    const failed = { failureCode: 'UNAVAILABLE', failureMessage: put('notifications.failure_message') };
    const condition = { accountId, sourceId, userId: id, occurredAt: new Date(), ...told, ...failed };
    const resolved = { state: 'RESOLVED', isOpen: false, resolvedAt: new Date(), resolvedBy: 'TICKET' };
    await tx.notification.create({
      data: {
        ...{ ...condition, ...resolved, id: newId(), key: put('notifications.key'), ticketId },
        resolution: put('notifications.resolution'),
      },
    });
    // Another one, which is open and about to be sent.
    await tx.notification.create({
      data: { ...condition, id: newId(), key: `${put('notifications.key')}-2`, state: 'FAILED', dueAt: new Date() },
    });
    const personal = [{ field: 'identifier', before: null, after: put('audit_events.personal_changes') }];
    const subject = { kind: 'CompanyMapping', id: mappingId };
    await test.app.services.audit.record(tx, account.caller, {
      ...{ action: 'COMPANY_MAPPED', subject, userId: id, personal },
    });
    const facts = { identifier: put('events.facts'), identifierBefore: put('events.facts'), connectWiseId: 77 };
    await test.app.services.events.append(tx, accountId, {
      kind: 'COMPANY_RENAMED',
      subject,
      facts,
      sourceId: sourceId as never,
    });
  });
  await putFigures(place, put);
  await putBilling(place, put);
  return { account, user, id, needle, canaries };
}

interface Place {
  readonly accountId: AccountId;
  readonly id: UserId;
  readonly instanceId: string;
}
type Put = (column: string) => string;

/** The user itself, how it is matched, and a row of an import that names it. */
async function putPerson({ accountId, id, instanceId }: Place, put: Put): Promise<void> {
  await sql(
    `UPDATE users SET external_id = $3, name = $4, mail_domains = ARRAY[$5], contact_email = $6
     WHERE account_id = $1 AND id = $2`,
    [
      accountId,
      id,
      ...['external_id', 'name', 'mail_domains', 'contact_email'].map((column) => put(`users.${column}`)),
    ],
  );
  const facts = ['folded_external_id', 'folded_name', 'normalised_name', 'cut50', 'cut156', 'sketch'];
  await sql(
    `INSERT INTO user_match_facts (account_id, user_id, source_id, user_version, name_rules, legal_form,
       ${facts.join(', ')}, match_keys, domains)
     SELECT account_id, id, source_id, 1, 1, '', $3, $4, $5, $6, $7, $8, ARRAY[$9], ARRAY[$10]
     FROM users WHERE account_id = $1 AND id = $2`,
    [accountId, id, ...[...facts, 'match_keys', 'domains'].map((column) => put(`user_match_facts.${column}`))],
  );
  const company = newId<never>();
  await sql(
    `INSERT INTO companies (account_id, id, instance_id, connect_wise_id, identifier, name, is_inactive, types, is_deleted,
       address_lines, folded_identifier, folded_name, normalised_name, match_keys, name_rules)
     VALUES ($1, $2, $3, 78, 'other', 'other', false, '{}', false, '{}', 'other', 'other', 'other', '{}', 1)`,
    [accountId, company, instanceId],
  );
  await sql(
    `INSERT INTO match_suggestions (account_id, id, user_id, instance_id, company_id, connect_wise_id, score, reasons, is_sure)
     VALUES ($1, $2, $3, $4, $5, 78, 0.9, '{SAME_NAME}', false)`,
    [accountId, newId(), id, instanceId, company],
  );
  const [jobId, fileId] = [newId<never>(), newId<never>()];
  await sql(
    `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, finished_at)
     VALUES ($1, $2, 'MAPPING_IMPORT', 'SUCCEEDED', 'TOKEN', 'a token', '{}', now())`,
    [accountId, jobId],
  );
  await sql('INSERT INTO import_files (account_id, id, job_id) VALUES ($1, $2, $3)', [accountId, fileId, jobId]);
  const cells = { user_external_id: put('users.external_id'), company_name: put('import_rows.cells') };
  await sql(
    `INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable, outcome, code, message, user_id)
     VALUES ($1, $2, 1, 2, $3, true, 'REFUSED', 'INVALID', $4, $5)`,
    [accountId, fileId, cells, put('import_rows.message'), id],
  );
  // Nobody has looked this one up.
  const [source] = await sql<{ code: string }>(
    'SELECT o.code FROM users u JOIN sources o ON o.account_id = u.account_id AND o.id = u.source_id WHERE u.id = $1',
    [id],
  );
  await sql(
    `INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable) VALUES ($1, $2, 2, 3, $3, true)`,
    [accountId, fileId, { ...cells, source: given(source).code }],
  );
}

/** What its mail filter saw, and what was reported of it. */
async function putFigures({ accountId, id, instanceId }: Place, put: Put): Promise<void> {
  const domain = put('spam_domains.domain');
  await sql('INSERT INTO spam_domains (account_id, id, user_id, domain) VALUES ($1, 1, $2, $3)', [
    accountId,
    id,
    domain,
  ]);
  await sql(`INSERT INTO spam_days VALUES ($1, 1, '2026-01-31', 10, 6, 3, 2, 1)`, [accountId]);
  await sql(
    `INSERT INTO spam_totals SELECT account_id, source_id, '2026-01-31', 10, 6, 3, 2, 1 FROM users WHERE account_id = $1`,
    [accountId],
  );
  const figures = { domains: [{ domain: put('spam_deliveries.figures'), counters: { spam: 3 } }], native: [] };
  const texts = ['subject', 'text', 'file_name', 'csv'].map((column) => put(`spam_deliveries.${column}`));
  const insert = `INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, instance_id, company_id,
       subject, text, file_name, csv, figures, state, failure_code, failure_message, remote, ended_at)
     VALUES ($1, $2, $3, $4, '2026-01-01', '2026-02-01', 'COMPANY_NOTE', $5, 77, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;
  const failure = ['UNAVAILABLE', put('spam_deliveries.failure_message')];
  const of = [id, instanceId, ...texts, figures];
  await sql(insert, [
    accountId,
    newId(),
    newId(),
    ...of,
    'FAILED',
    ...failure,
    { noteId: 12, documentId: 13 },
    new Date(),
  ]);
  await sql(insert, [accountId, newId(), newId(), ...of, 'WAITING', null, null, null, null]);
  await sql(
    `INSERT INTO spam_records (account_id, user_id, route, key, instance_id, company_id, remote)
     VALUES ($1, $2, 'COMPANY_NOTE', '2026-01', $3, 77, '{"parts": {"NOTE": {"id": 12, "of": null}}}')`,
    [accountId, id, instanceId],
  );
  await sql(`INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'NONE')`, [accountId, id]);
  await sql(`INSERT INTO ticket_overrides (account_id, user_id, template) VALUES ($1, $2, '{}')`, [accountId, id]);
}

/** What it used, and the plan that billed it. */
async function putBilling({ accountId, id, instanceId }: Place, put: Put): Promise<void> {
  const [productId, planId, lineId] = [newId<never>(), newId<never>(), newId<never>()];
  await sql(
    `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
     SELECT account_id, $2, source_id, 'boxes', 'Boxes', 'box', 2 FROM users WHERE account_id = $1`,
    [accountId, productId],
  );
  await sql(
    `INSERT INTO usage_days (account_id, user_id, day, product_id, used) VALUES ($1, $2, '2026-01-31', $3, 123456789012.345678)`,
    [accountId, id, productId],
  );
  await sql('INSERT INTO billing_overrides (account_id, user_id) VALUES ($1, $2)', [accountId, id]);
  await sql(
    `INSERT INTO billing_plans (account_id, id, instance_id, kind, status, actor_kind, actor_name, settings, closed_at)
     VALUES ($1, $2, $3, 'ON_DEMAND', 'DONE', 'SYSTEM', 'test', '{}', now())`,
    [accountId, planId, instanceId],
  );
  const period = ['2026-01-01', '2026-01-31'];
  await sql(
    'INSERT INTO billing_turns (account_id, plan_id, user_id, period_from, period_to) VALUES ($1, $2, $3, $4, $5)',
    [accountId, planId, id, ...period],
  );
  await sql(
    `INSERT INTO billing_lines (account_id, id, plan_id, agreement_id, agreement_name, catalog_item_id, addition_id, write, action,
       before_quantity, after_quantity, evidence, state, failure_code, failure_message)
     VALUES ($1, $2, $3, 5, $4, 6, 7, 'UPDATE', 'UPDATE', 1, 2, $5, 'FAILED', 'UNAVAILABLE', $6)`,
    [
      ...[accountId, lineId, planId, put('billing_lines.agreement_name')],
      { additionDescription: put('billing_lines.evidence'), additionIds: [7] },
      put('billing_lines.failure_message'),
    ],
  );
  await putTakenBack({ accountId, planId, lineId });
  await sql(
    `INSERT INTO billing_shares (account_id, plan_id, user_id, product_id, line_id, period_from, period_to, period_rule, quantity,
       days_told, rule) VALUES ($1, $2, $3, $4, $5, $6, $7, 'LAST', 2, 1, '{}')`,
    [accountId, planId, id, productId, lineId, ...period],
  );
  await sql(
    `INSERT INTO reconciliation_rows (account_id, agreement_id, catalog_item_id, user_id, product_id, instance_id, line_id,
       line_quantity, state, checked_at) VALUES ($1, 5, 6, $2, $3, $4, $5, 2, 'GONE', now())`,
    [accountId, id, productId, instanceId, lineId],
  );
}

/** A plan that takes the line back, and one that takes that back: their lines have no shares. */
async function putTakenBack(made: { accountId: AccountId; planId: string; lineId: string }): Promise<void> {
  for (let { planId, lineId } = made, times = 0; times < 2; times += 1) {
    const undo = { planId: newId<never>(), lineId: newId<never>() };
    await sql(
      `INSERT INTO billing_plans (account_id, id, instance_id, kind, status, actor_kind, actor_name, settings, closed_at, undoes_plan_id)
       SELECT account_id, $2, instance_id, 'UNDO', 'DONE', 'SYSTEM', 'test', '{}', now(), id
       FROM billing_plans WHERE account_id = $1 AND id = $3`,
      [made.accountId, undo.planId, planId],
    );
    await sql(
      `INSERT INTO billing_lines (account_id, id, plan_id, agreement_id, agreement_name, catalog_item_id, addition_id, write, action,
         before_quantity, after_quantity, evidence, state, undoes_line_id)
       SELECT account_id, $2, $4, agreement_id, agreement_name, catalog_item_id, addition_id, 'UPDATE', 'UPDATE', 2, 1, '{}', 'APPLIED', id
       FROM billing_lines WHERE account_id = $1 AND id = $3`,
      [made.accountId, undo.lineId, lineId, undo.planId],
    );
    ({ planId, lineId } = undo);
  }
}
