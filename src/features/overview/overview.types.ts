import { Field, ObjectType } from 'type-graphql';
import { Count } from '../../graphql/scalars.js';
import { IntegrationHealth } from '../integration/health.types.js';
import type { Overview as OverviewRecord } from './overview.service.js';

@ObjectType({ description: 'How many active users stand where; each is counted in one place.', simpleResolvers: true })
export class UserOverview {
  @Field(() => Count, { description: 'All active users.' })
  users!: number;

  @Field(() => Count, { description: 'Kept out of the queue of unmapped users.' })
  ignored!: number;

  @Field(() => Count)
  unmapped!: number;

  @Field(() => Count, { description: 'Mapped, and turned off.' })
  disabled!: number;

  @Field(() => Count, { description: 'Mapped on another ConnectWise system, and not verified on this one yet.' })
  setAside!: number;

  @Field(() => Count, { description: 'Mapped, and never verified.' })
  unverified!: number;

  @Field(() => Count, { description: 'Mapped to a company that cannot be used as it is.' })
  broken!: number;

  @Field(() => Count, { description: 'Mapped and in order.' })
  ready!: number;

  @Field(() => Count, { description: 'Mapped and enabled, but nothing goes out for them now.' })
  held!: number;
}

@ObjectType({ description: 'Background work that people or schedules asked for.', simpleResolvers: true })
export class JobOverview {
  @Field(() => Count, { description: 'Waiting or under way.' })
  open!: number;

  @Field(() => Count, { description: 'Failed, as far back as jobs are kept.' })
  failed!: number;
}

@ObjectType({ description: "Where an account's work stands, in one call." })
export class Overview {
  @Field(() => UserOverview)
  users!: UserOverview;

  @Field(() => JobOverview)
  jobs!: JobOverview;

  @Field(() => IntegrationHealth, { nullable: true, description: 'Null until the integration was configured.' })
  health?: IntegrationHealth;

  static of({ users, held, jobs, integration, holds }: OverviewRecord): Overview {
    return Object.assign(new Overview(), {
      users: Object.assign(new UserOverview(), users, { held }),
      jobs: Object.assign(new JobOverview(), jobs),
      health: integration && IntegrationHealth.of(integration, holds),
    });
  }
}
