import { must } from './client.js';
import { MappedUsersDocument, type MappedUsersQuery } from './operations.generated.js';
import type { Stage } from './procedure.js';

export type MappedUser = NonNullable<MappedUsersQuery['users']>['nodes'][number];

/** Users whose company is in order. */
export async function mappedUsers({ client }: Stage): Promise<MappedUser[]> {
  const { users } = await client.run(MappedUsersDocument, {});
  const isSound = ({ mapping }: MappedUser) => mapping?.verification.status === 'VERIFIED';
  return must(users, 'users').nodes.filter(isSound);
}
