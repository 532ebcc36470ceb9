import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { CreateAccessTokenDocument, RevokeAccessTokenDocument } from '../operations.generated.js';

/** A token of the account that was good and no longer is. */
export async function revokedToken(account: SeedAccount): Promise<string> {
  const input = { name: 'to be revoked', role: 'ADMIN' } as const;
  const { createAccessToken } = await ask(account, CreateAccessTokenDocument, { input });
  const tokenId = createAccessToken?.accessToken?.id ?? '';
  const { revokeAccessToken } = await ask(account, RevokeAccessTokenDocument, { input: { tokenId } });
  if (!revokeAccessToken?.accessToken?.revokedAt) throw new Error('Revoking failed.');
  return createAccessToken?.token ?? '';
}
