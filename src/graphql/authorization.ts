import { GraphQLError, type GraphQLField } from 'graphql';
import { type AuthCheckerFn, Authorized, Extensions } from 'type-graphql';
import { hasRole, Role } from '../shared/caller.js';
import { FailureCode } from '../shared/failure.js';
import type { Context } from './context.js';

/** Who may do what, by kind of operation. */
export const Roles = {
  anyone: Object.values(Role),
  read: [Role.ADMIN, Role.OPERATOR, Role.BILLING, Role.READER],
  administrate: [Role.ADMIN],
  map: [Role.ADMIN, Role.OPERATOR],
  bill: [Role.ADMIN, Role.BILLING],
  report: [Role.ADMIN, Role.OPERATOR, Role.INGEST],
  reportOrRead: [Role.ADMIN, Role.OPERATOR, Role.BILLING, Role.READER, Role.INGEST],
  runPlatform: [Role.PLATFORM],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** The same as decorators. A root field without one of these is a fault that a test finds. */
export const May = {
  /** Any signed-in actor, whatever its role. */
  anyone: () => allow(Roles.anyone),
  read: () => allow(Roles.read),
  administrate: () => allow(Roles.administrate),
  map: () => allow(Roles.map),
  bill: () => allow(Roles.bill),
  report: () => allow(Roles.report),
  reportOrRead: () => allow(Roles.reportOrRead),
  runPlatform: () => allow(Roles.runPlatform),
} as const;

const ROLES = 'roles';

/** Holds callers to these roles, and leaves them with the field for whoever describes it. */
function allow(roles: readonly Role[]): MethodDecorator {
  const decorators: readonly MethodDecorator[] = [Authorized<Role>(roles), Extensions({ [ROLES]: roles })];
  return (target, key, descriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

/** Who may ask for a field; undefined for one that whoever sees its object may see. */
export function rolesOf(field: GraphQLField<unknown, unknown>): readonly Role[] | undefined {
  return field.extensions[ROLES] as readonly Role[] | undefined;
}

/** Told of every operation that was refused for its role; the audit trail keeps it. */
export type OnDenied = (context: Context, field: string) => Promise<void>;

export function createAuthChecker(onDenied: OnDenied): AuthCheckerFn<Context, Role> {
  return async ({ context, info }, roles) => {
    if (hasRole(context.caller, roles)) return true;
    const field = `${info.parentType.name}.${info.fieldName}`;
    const told = context.once(onDenied, () => new Map<string, Promise<void>>());
    // A field of a list is refused once for each row: the trail needs to know once.
    if (!told.has(field)) told.set(field, onDenied(context, field));
    await told.get(field);
    throw new GraphQLError('Your token does not allow this.', { extensions: { code: FailureCode.FORBIDDEN } });
  };
}
