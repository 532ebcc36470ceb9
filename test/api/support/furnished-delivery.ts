import { toGlobalId } from '../../../src/graphql/node.js';
import { newId, type SpamDeliveryId } from '../../../src/shared/ids.js';
import type { SeedAccount } from '../../support/seed.js';
import { ownId } from './billing-settings.js';
import { saveSpamSettings } from './deliveries.js';
import { sql } from './rows.js';

/** Settings for reports, and one that could not be sent. */
export async function furnishDelivery(account: SeedAccount, of: { readonly user: string; readonly text: string }) {
  await saveSpamSettings(account);
  const id = newId<SpamDeliveryId>();
  await sql(
    `INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, state, subject, text, file_name, csv,
       failure_code, failure_message, ended_at)
     VALUES ($1, $2, $3, $4, '2025-12-01', '2026-01-02', 'COMPANY_NOTE', 'FAILED', $5, $5, $5, $5, 'UNAVAILABLE', $5, now())`,
    [account.id, id, newId(), ownId(of.user), of.text],
  );
  return toGlobalId('SpamDelivery', id);
}
