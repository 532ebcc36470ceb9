import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId, parseGlobalId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { DriftId, MappingId } from '../../shared/ids.js';
import { Job } from '../jobs/job.types.js';
import type { MappingService } from '../mappings/mapping.service.js';
import { CompanyMapping } from '../mappings/mapping.types.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { Drift as DriftRecord } from './drift.js';
import type { DriftService } from './drift.service.js';
import {
  Drift,
  DriftConnection,
  DriftsArgs,
  IgnoreDriftsInput,
  IgnoreDriftsPayload,
  ResolveDriftsInput,
  ResolveDriftsPayload,
} from './drift.types.js';
import type { StartVerification } from './start-verification.js';
import { StartMappingVerificationInput, StartMappingVerificationPayload } from './start-verification.types.js';

export interface DriftServices {
  readonly drifts: DriftService;
  readonly startVerification: StartVerification;
  readonly mappings: MappingService;
  readonly users: UserService;
}

@Resolver(() => Drift)
export class DriftResolver {
  constructor(private readonly services: DriftServices) {}

  @May.read()
  @Query(() => DriftConnection, {
    nullable: true,
    name: 'drifts',
    description: 'Changes of mapped companies in ConnectWise, newest first.',
  })
  async list(@Ctx() { caller }: Context, @Args(() => DriftsArgs) args: DriftsArgs): Promise<DriftConnection> {
    const filter = args.filter?.toRecord() ?? {};
    return DriftConnection.of(await this.services.drifts.page(caller, args.request(), filter), Drift.of);
  }

  @May.map()
  @Mutation(() => ResolveDriftsPayload, {
    nullable: true,
    description: 'Say that changes were seen and are all right; what is held stays held until the mapping is sound.',
  })
  resolveDrifts(@Ctx() { caller }: Context, @Arg('input', () => ResolveDriftsInput) input: ResolveDriftsInput) {
    return payload(ResolveDriftsPayload, async () => ({
      drifts: (await this.services.drifts.close(caller, toIds(input), 'RESOLVED')).map(Drift.of),
    }));
  }

  @May.map()
  @Mutation(() => IgnoreDriftsPayload, {
    nullable: true,
    description: 'Put changes away without an opinion; they are told again only when they change to something else.',
  })
  ignoreDrifts(@Ctx() { caller }: Context, @Arg('input', () => IgnoreDriftsInput) input: IgnoreDriftsInput) {
    return payload(IgnoreDriftsPayload, async () => ({
      drifts: (await this.services.drifts.close(caller, toIds(input), 'IGNORED')).map(Drift.of),
    }));
  }

  @May.map()
  @Mutation(() => StartMappingVerificationPayload, {
    nullable: true,
    description: 'Check all mappings, or some, against ConnectWise in the background.',
  })
  startMappingVerification(
    @Ctx() { caller }: Context,
    @Arg('input', () => StartMappingVerificationInput) input: StartMappingVerificationInput,
  ) {
    const { mappingIds, statuses, idempotencyKey } = input;
    return payload(StartMappingVerificationPayload, async () => {
      const job = await this.services.startVerification.start(caller, {
        mappingIds: mappingIds?.map((id, at) => decodeId<MappingId>('CompanyMapping', id, ['mappingIds', String(at)])),
        statuses: statuses ?? undefined,
        idempotencyKey: idempotencyKey ?? undefined,
      });
      return { job: Job.of(job) };
    });
  }

  @FieldResolver(() => CompanyMapping, { nullable: true, description: 'Null once the user was unmapped.' })
  async mapping(@Root() { mappingId }: Drift, @Ctx() context: Context): Promise<CompanyMapping | undefined> {
    const { mappings } = this.services;
    const find = async (caller: Caller, ids: readonly MappingId[]) =>
      new Map((await mappings.find(caller, ids)).map((mapping) => [mapping.id, mapping]));
    const found = await loadOne(context, mappings, { key: mappingId, find });
    return found && CompanyMapping.of(found);
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: Drift, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.services.users, userId);
  }
}

/** What a mapping's company went through; mappings themselves need not know of drifts. */
@Resolver(() => CompanyMapping)
export class MappingDriftsResolver {
  constructor(private readonly drifts: DriftService) {}

  @FieldResolver(() => [Drift], { name: 'drifts', description: 'What is open, oldest first; at most one of a kind.' })
  async openOnes(@Root() { id }: CompanyMapping, @Ctx() context: Context): Promise<Drift[]> {
    const key = parseGlobalId(id)?.id as MappingId;
    const find = async (caller: Caller, ids: readonly MappingId[]) => {
      const byMapping = new Map<MappingId, DriftRecord[]>();
      for (const drift of await this.drifts.openOf(caller, ids)) {
        byMapping.set(drift.mappingId, [...(byMapping.get(drift.mappingId) ?? []), drift]);
      }
      return byMapping;
    };
    return ((await loadOne(context, this, { key, find })) ?? []).map(Drift.of);
  }
}

function toIds({ driftIds }: ResolveDriftsInput): DriftId[] {
  return driftIds.map((id, at) => decodeId<DriftId>('Drift', id, ['driftIds', String(at)]));
}
