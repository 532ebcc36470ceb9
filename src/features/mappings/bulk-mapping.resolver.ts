import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { idOrNone } from '../../graphql/node.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { BulkOutcome } from '../../shared/bulk.js';
import type { MappingId } from '../../shared/ids.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import { toReference } from '../companies/company.resolver.js';
import {
  DisableMappingsInput,
  DisableMappingsPayload,
  EnableMappingsInput,
  EnableMappingsPayload,
  MapCompaniesInput,
  type MapCompaniesItemInput,
  MapCompaniesPayload,
  MappingResult,
  type UserReferenceInput,
} from './bulk-mapping.types.js';
import type { EnableMany } from './enable-many.js';
import type { MapMany } from './map-many.js';
import { type Mapping, MappingOrigin } from './mapping.js';
import type { MappingRow, UserReference } from './mapping-row.js';

export interface BulkMappingServices {
  readonly mapMany: MapMany;
  readonly enableMany: EnableMany;
  readonly ask: AskCompanies;
}

@Resolver()
export class BulkMappingResolver {
  constructor(private readonly services: BulkMappingServices) {}

  @May.map()
  @AsksConnectWise()
  @Mutation(() => MapCompaniesPayload, {
    nullable: true,
    description: 'Link up to 1,000 users to companies. Enabled links are verified in the call; more is an import.',
  })
  mapCompanies(@Ctx() { caller }: Context, @Arg('input', () => MapCompaniesInput) input: MapCompaniesInput) {
    return payload(MapCompaniesPayload, async () => {
      const { mapMany, ask } = this.services;
      const options = { onError: input.onError, origin: MappingOrigin.MANUAL, ask };
      return toResults(await mapMany.map(caller, input.items.map(toRow), options));
    });
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => EnableMappingsPayload, {
    nullable: true,
    description: 'Turn up to 1,000 mappings on; they are verified first.',
  })
  enableMappings(@Ctx() { caller }: Context, @Arg('input', () => EnableMappingsInput) input: EnableMappingsInput) {
    return payload(EnableMappingsPayload, async () => {
      const { enableMany, ask } = this.services;
      return toResults(await enableMany.enable(caller, toIds(input.mappingIds), { ...input, ask }));
    });
  }

  @May.map()
  @Mutation(() => DisableMappingsPayload, {
    nullable: true,
    description: "Turn up to 1,000 mappings off and stop their users' work.",
  })
  disableMappings(@Ctx() { caller }: Context, @Arg('input', () => DisableMappingsInput) input: DisableMappingsInput) {
    return payload(DisableMappingsPayload, async () =>
      toResults(await this.services.enableMany.disable(caller, toIds(input.mappingIds), input.onError)),
    );
  }
}

function toResults({ results, problems }: BulkOutcome<Mapping>) {
  return {
    results: results.map(MappingResult.of),
    userErrors: problemsToErrors(problems),
  };
}

function toRow({ user, company, ...choice }: MapCompaniesItemInput): MappingRow {
  return { ...choice, user: toUser(user), company: toReference(company) };
}

/** The schema lets exactly one of the two through. */
function toUser({ userId, key }: UserReferenceInput): UserReference {
  if (key) return { kind: 'key', source: key.source, externalId: key.externalId };
  return { kind: 'id', userId: idOrNone(userId ?? '', 'User') };
}

function toIds(mappingIds: readonly string[]): MappingId[] {
  return mappingIds.map((id) => idOrNone(id, 'CompanyMapping'));
}
