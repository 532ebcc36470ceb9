import { Field, ObjectType } from 'type-graphql';
import { RoleRow } from './connection-report.types.js';

@ObjectType({ description: 'One step of setting ConnectWise up, in the words of its screens.' })
export class SetupStep {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'What to do in ConnectWise before the settings can be entered here.' })
export class ConnectWiseSetup {
  @Field(() => [SetupStep])
  steps!: SetupStep[];

  @Field(() => [RoleRow], { description: "Everything psa-bridge asks for; leave out what you don't use." })
  role!: RoleRow[];
}
