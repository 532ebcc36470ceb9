import { Field, ObjectType } from 'type-graphql';
import { Failure, type Problem } from '../shared/failure.js';
import { toUserError, UserError } from './user-error.js';

/** What every mutation answers: its objects, declared by the subclass, and the expected failures. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Expected failures; empty when all went well.' })
  userErrors: UserError[] = [];
}

/** Runs one service call and answers its result, or its `Failure` as `userErrors`. Anything else flies on. */
export async function payload<P extends Payload>(type: new () => P, work: () => Promise<Partial<P>>): Promise<P> {
  try {
    return Object.assign(new type(), await work());
  } catch (error) {
    if (error instanceof Failure) return Object.assign(new type(), { userErrors: error.problems.map(toUserError) });
    throw error;
  }
}

/** The same for one item of a bulk call, whose outcome a service has already told apart. */
export function problemsToErrors(problems: readonly Problem[]): UserError[] {
  return problems.map(toUserError);
}
