import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId, idOrNone, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { Caller } from '../../shared/caller.js';
import type { MappingId, UserId } from '../../shared/ids.js';
import { toReference } from '../companies/company.resolver.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import {
  DisableMappingInput,
  DisableMappingPayload,
  EnableMappingInput,
  EnableMappingPayload,
  MapCompanyInput,
  MapCompanyPayload,
  UnmapCompanyInput,
  UnmapCompanyPayload,
  VerifyCompanyMappingInput,
  VerifyCompanyMappingPayload,
} from './change-mapping.types.js';
import type { MapCompany } from './map-company.js';
import type { Mapping } from './mapping.js';
import type { MappingService } from './mapping.service.js';
import {
  CompanyMapping,
  CompanyMappingConnection,
  type CompanyMappingFilter,
  CompanyMappingsArgs,
} from './mapping.types.js';
import { type MappingFilter, MappingOrderField } from './mapping-query.js';
import type { VerifyMapping } from './verify-mapping.js';

export interface MappingServices {
  readonly mappings: MappingService;
  readonly mapCompany: MapCompany;
  readonly verifyMapping: VerifyMapping;
  readonly users: UserService;
}

const NEWEST_FIRST = { field: MappingOrderField.CREATED_AT, direction: OrderDirection.DESC };

@Resolver()
export class MappingResolver {
  constructor(private readonly services: MappingServices) {}

  @May.read()
  @Query(() => CompanyMappingConnection, {
    nullable: true,
    name: 'companyMappings',
    description: 'Links between users and companies.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => CompanyMappingsArgs) args: CompanyMappingsArgs,
  ): Promise<CompanyMappingConnection> {
    const query = { filter: toFilter(args.filter ?? {}), order: args.orderBy ?? NEWEST_FIRST };
    const page = await this.services.mappings.page(caller, args.request(), query);
    return CompanyMappingConnection.of(page, CompanyMapping.of);
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => MapCompanyPayload, { nullable: true, description: 'Link one user to one company.' })
  mapCompany(@Ctx() { caller }: Context, @Arg('input', () => MapCompanyInput) input: MapCompanyInput) {
    return payload(MapCompanyPayload, async () => {
      const userId = decodeId<UserId>('User', input.userId, ['userId']);
      const company = toReference(input.company);
      const mapping = await this.services.mapCompany.map(caller, { ...input, userId, company });
      return { mapping: CompanyMapping.of(mapping) };
    });
  }

  @May.map()
  @Mutation(() => UnmapCompanyPayload, { nullable: true, description: "Remove a user's link; its history stays." })
  unmapCompany(@Ctx() { caller }: Context, @Arg('input', () => UnmapCompanyInput) input: UnmapCompanyInput) {
    return payload(UnmapCompanyPayload, async () => {
      const mapping = await this.get(caller, input);
      await this.services.mappings.unmap(caller, mapping);
      const user = await this.services.users.get(caller, mapping.userId);
      return { user: User.of(user), deletedMappingId: toGlobalId('CompanyMapping', mapping.id) };
    });
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => EnableMappingPayload, { nullable: true, description: 'Turn a mapping on; it is verified first.' })
  enableMapping(@Ctx() { caller }: Context, @Arg('input', () => EnableMappingInput) input: EnableMappingInput) {
    return payload(EnableMappingPayload, async () => {
      const mapping = await this.get(caller, input);
      const enabled = await this.services.verifyMapping.enable(caller, mapping, input.allowInactive);
      return { mapping: CompanyMapping.of(enabled) };
    });
  }

  @May.map()
  @Mutation(() => DisableMappingPayload, {
    nullable: true,
    description: "Turn a mapping off and stop its user's work.",
  })
  disableMapping(@Ctx() { caller }: Context, @Arg('input', () => DisableMappingInput) input: DisableMappingInput) {
    return payload(DisableMappingPayload, async () => {
      const mapping = await this.get(caller, input);
      return { mapping: CompanyMapping.of(await this.services.mappings.disable(caller, mapping)) };
    });
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => VerifyCompanyMappingPayload, {
    nullable: true,
    description: 'Check a link against ConnectWise now, and note what is seen.',
  })
  verifyCompanyMapping(
    @Ctx() { caller }: Context,
    @Arg('input', () => VerifyCompanyMappingInput) input: VerifyCompanyMappingInput,
  ) {
    return payload(VerifyCompanyMappingPayload, async () => {
      const mapping = await this.get(caller, input);
      return { mapping: CompanyMapping.of(await this.services.verifyMapping.verify(caller, mapping)) };
    });
  }

  private get(caller: Caller, { mappingId, expectedVersion }: UnmapCompanyInput): Promise<Mapping> {
    const id = decodeId<MappingId>('CompanyMapping', mappingId, ['mappingId']);
    return this.services.mappings.get(caller, id, expectedVersion);
  }
}

function toFilter({ userIds, statuses, problems, origins, isEnabled, search }: CompanyMappingFilter): MappingFilter {
  return {
    // An id that is none of ours matches nothing.
    userIds: userIds?.map((id) => idOrNone<UserId>(id)),
    statuses: statuses ?? undefined,
    problems: problems ?? undefined,
    origins: origins ?? undefined,
    isEnabled: isEnabled ?? undefined,
    search: search ?? undefined,
  };
}
