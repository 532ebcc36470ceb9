import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { OrderDirection } from '../../graphql/order.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import { Count } from '../../graphql/scalars.js';
import { Job } from '../jobs/job.types.js';
import { toReference } from './company.resolver.js';
import type { CompanyListings } from './company-listing.js';
import { CompanyListing, WhyNotListedArgs } from './company-listing.types.js';
import { CompanyMirror, StartCompanySyncInput, StartCompanySyncPayload } from './company-mirror.types.js';
import { CompanyOrderField } from './directory.js';
import type { DirectoryService } from './directory.service.js';
import { CompaniesArgs, Company, CompanyConnection } from './directory.types.js';

const BY_NAME = { field: CompanyOrderField.NAME, direction: OrderDirection.ASC };

@Resolver(() => CompanyMirror)
export class DirectoryResolver {
  constructor(
    private readonly directory: DirectoryService,
    private readonly listings: CompanyListings,
  ) {}

  @May.read()
  @Query(() => CompanyConnection, {
    nullable: true,
    description:
      'Companies of ConnectWise, by name, as they were when they were last read; `companyMirror` tells when.',
  })
  async companies(
    @Ctx() { caller }: Context,
    @Args(() => CompaniesArgs) args: CompaniesArgs,
  ): Promise<CompanyConnection> {
    const wanted = { filter: args.toFilter(), order: args.orderBy ?? BY_NAME };
    return CompanyConnection.of(await this.directory.page(caller, args.request(), wanted), Company.of);
  }

  @May.read()
  @Query(() => CompanyMirror, {
    nullable: true,
    description: 'How old the list of companies is; null before the set-up.',
  })
  async companyMirror(@Ctx() { caller }: Context): Promise<CompanyMirror | undefined> {
    const mirror = await this.directory.mirror(caller);
    return mirror && CompanyMirror.of(mirror);
  }

  @FieldResolver(() => Count, { description: 'How many companies it has, without missing ones.' })
  companyCount(@Root() { instanceId }: CompanyMirror, @Ctx() { caller }: Context): Promise<number> {
    return this.directory.count(caller, instanceId);
  }

  @May.read()
  @AsksConnectWise()
  @Query(() => CompanyListing, {
    nullable: true,
    description: 'Why a company is not in the list; asks ConnectWise only when the copy cannot tell.',
  })
  async whyNotListed(
    @Ctx() { caller }: Context,
    @Args(() => WhyNotListedArgs) { company }: WhyNotListedArgs,
  ): Promise<CompanyListing> {
    return CompanyListing.of(await this.listings.explain(caller, toReference(company)));
  }

  @May.map()
  @Mutation(() => StartCompanySyncPayload, {
    nullable: true,
    description: 'Bring the list of companies up to date now.',
  })
  startCompanySync(
    @Ctx() { caller }: Context,
    @Arg('input', () => StartCompanySyncInput) input: StartCompanySyncInput,
  ) {
    return payload(StartCompanySyncPayload, async () => {
      const { mode, idempotencyKey } = input;
      return {
        job: Job.of(await this.directory.startSync(caller, { mode, idempotencyKey: idempotencyKey ?? undefined })),
      };
    });
  }
}
