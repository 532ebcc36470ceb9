import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.js';
import { RoleRow } from './connection-report.types.js';
import { type HeldWork as HeldWorkRecord, IntegrationPhase, OutgoingWork, phaseOf, roleRowFor } from './health.js';
import { type Integration, PauseReason } from './integration.js';

export { OutgoingWork } from './health.js';

registerEnumType(OutgoingWork, {
  name: 'OutgoingWork',
  description: 'A kind of background work that leaves for ConnectWise.',
  valuesConfig: {
    COMPANY_SYNC: { description: 'Reading companies.' },
    TICKETS: { description: 'Tickets for what users are told.' },
    TICKET_CLOSING: { description: 'Closing tickets of what is over.' },
    BILLING: { description: 'Usage on its way into agreements.' },
    STATISTICS: { description: 'Reports of statistics.' },
    CALLBACKS: { description: 'Being told by ConnectWise of changes there.' },
  },
});
registerEnumType(PauseReason, {
  name: 'PauseReason',
  description: 'Why all outgoing work is paused.',
  valuesConfig: {
    KEYS_REFUSED: { description: 'ConnectWise refused the key pair three times in a row.' },
    CLIENT_ID_REFUSED: { description: 'ConnectWise refused the clientId three times in a row.' },
  },
});
registerEnumType(IntegrationPhase, {
  name: 'IntegrationPhase',
  description: 'How the link to ConnectWise is. Values may be added: keep a default branch.',
  valuesConfig: {
    OFF: { description: 'Turned off: nothing leaves but an explicit test.' },
    KEYS_MISSING: { description: 'The stored keys are gone and must be entered again.' },
    PAUSED: { description: 'ConnectWise refuses the account: outgoing work waits for a good check.' },
    FAILING: { description: 'The newest test failed; outgoing work is tried all the same.' },
    PARTLY_HELD: { description: 'Some kinds of outgoing work wait for a right in ConnectWise.' },
    HEALTHY: { description: 'Outgoing work goes out.' },
  },
});

@ObjectType({ description: 'A kind of outgoing work that ConnectWise does not permit.' })
export class HeldWork {
  @Field(() => OutgoingWork)
  work!: OutgoingWork;

  @Field(() => RoleRow)
  role!: RoleRow;

  @Field(() => DateTime)
  heldAt!: Date;
}

@ObjectType({ description: 'Whether outgoing work goes out, and if not, why and until when.' })
export class IntegrationHealth {
  @Field(() => IntegrationPhase)
  phase!: IntegrationPhase;

  @Field(() => PauseReason, { nullable: true, description: 'Set exactly while paused.' })
  pauseReason?: PauseReason;

  @Field(() => DateTime, { nullable: true, description: 'Set exactly while paused.' })
  pausedAt?: Date;

  @Field(() => [HeldWork], { description: 'Each ends when a test finds its right.' })
  holds!: HeldWork[];

  @Field(() => DateTime, { nullable: true, description: 'When the settings are tested again; null while off.' })
  nextCheckAt?: Date;

  static of(integration: Integration, holds: readonly HeldWorkRecord[]): IntegrationHealth {
    return Object.assign(new IntegrationHealth(), {
      phase: phaseOf(integration, holds),
      pauseReason: integration.pause?.reason,
      pausedAt: integration.pause?.since,
      holds: holds.map(({ work, capability, heldAt }) => {
        const role = Object.assign(new RoleRow(), roleRowFor(capability));
        return Object.assign(new HeldWork(), { work, role, heldAt });
      }),
      nextCheckAt: integration.nextCheckAt,
    });
  }
}
