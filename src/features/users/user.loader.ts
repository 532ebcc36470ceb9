import { Roles } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { type NodeType, nodes } from '../../graphql/node.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { UserService } from './user.service.js';
import { User } from './user.types.js';

/** The user of a row that has one: asked for once for all rows of a request. */
export async function loadUser(context: Context, users: UserService, id: UserId): Promise<User> {
  const find = async (caller: Caller, ids: readonly UserId[]) =>
    new Map((await users.find(caller, ids)).map((user) => [user.id, user]));
  const found = await loadOne(context, users, { key: id, find });
  if (!found) throw new Error('A row names a user that is not there.');
  return User.of(found);
}

/** Users by their global ids. */
export function userNodes(users: UserService): NodeType {
  return nodes(Roles.read, (caller, ids, asked) => users.findAsked(caller, ids as UserId[], asked), User.of);
}
