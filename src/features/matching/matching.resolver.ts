import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { idOrNone } from '../../graphql/node.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { BulkResult } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { CompanyId, SuggestionId, UserId } from '../../shared/ids.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import type { DirectoryService } from '../companies/directory.service.js';
import { Company } from '../companies/directory.types.js';
import { Job } from '../jobs/job.types.js';
import { MappingResult } from '../mappings/bulk-mapping.types.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { AcceptSuggestions } from './accept-suggestions.js';
import type { MatchingService } from './matching.service.js';
import {
  AcceptMatchSuggestionsInput,
  AcceptMatchSuggestionsPayload,
  DismissMatchSuggestionsInput,
  DismissMatchSuggestionsPayload,
  MatchingSettings,
  MatchSuggestion,
  MatchSuggestionConnection,
  type MatchSuggestionFilter,
  MatchSuggestionResult,
  MatchSuggestionsArgs,
  ReopenMatchSuggestionsInput,
  ReopenMatchSuggestionsPayload,
  StartMatchingInput,
  StartMatchingPayload,
  UpdateMatchingSettingsInput,
  UpdateMatchingSettingsPayload,
} from './matching.types.js';
import type { MatchSuggestion as SuggestionRecord } from './suggestion.js';

export interface MatchingServices {
  readonly matching: MatchingService;
  readonly accepting: AcceptSuggestions;
  readonly ask: AskCompanies;
}

@Resolver()
export class MatchingResolver {
  constructor(private readonly services: MatchingServices) {}

  @May.read()
  @Query(() => MatchSuggestionConnection, {
    nullable: true,
    name: 'matchSuggestions',
    description: 'Companies that users may be, best score first.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => MatchSuggestionsArgs) args: MatchSuggestionsArgs,
  ): Promise<MatchSuggestionConnection> {
    const page = await this.services.matching.page(caller, args.request(), toFilter(args.filter ?? {}));
    return MatchSuggestionConnection.of(page, MatchSuggestion.of);
  }

  @May.read()
  @Query(() => MatchingSettings, { nullable: true, description: 'How suggestions are made and used.' })
  async matchingSettings(@Ctx() { caller }: Context): Promise<MatchingSettings> {
    return Object.assign(new MatchingSettings(), await this.services.matching.settings(caller));
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => AcceptMatchSuggestionsPayload, {
    nullable: true,
    description: 'Map up to 1,000 users to the companies that were suggested for them.',
  })
  acceptMatchSuggestions(
    @Ctx() { caller }: Context,
    @Arg('input', () => AcceptMatchSuggestionsInput) input: AcceptMatchSuggestionsInput,
  ) {
    return payload(AcceptMatchSuggestionsPayload, async () => {
      const { accepting, ask } = this.services;
      const { suggestionIds, isEnabled, onError } = input;
      const { results, problems } = await accepting.accept(caller, toIds(suggestionIds), { isEnabled, onError, ask });
      return { results: results.map(MappingResult.of), userErrors: problemsToErrors(problems) };
    });
  }

  @May.map()
  @Mutation(() => DismissMatchSuggestionsPayload, {
    nullable: true,
    description: 'Tell of up to 1,000 suggestions that they name the wrong company; they are not made again.',
  })
  dismissMatchSuggestions(
    @Ctx() { caller }: Context,
    @Arg('input', () => DismissMatchSuggestionsInput) { suggestionIds }: DismissMatchSuggestionsInput,
  ) {
    return payload(DismissMatchSuggestionsPayload, async () => ({
      results: toResults(await this.services.matching.dismiss(caller, toIds(suggestionIds))),
    }));
  }

  @May.map()
  @Mutation(() => ReopenMatchSuggestionsPayload, {
    nullable: true,
    description: 'Bring up to 1,000 dismissed suggestions back.',
  })
  reopenMatchSuggestions(
    @Ctx() { caller }: Context,
    @Arg('input', () => ReopenMatchSuggestionsInput) { suggestionIds }: ReopenMatchSuggestionsInput,
  ) {
    return payload(ReopenMatchSuggestionsPayload, async () => ({
      results: toResults(await this.services.matching.reopen(caller, toIds(suggestionIds))),
    }));
  }

  @May.map()
  @Mutation(() => StartMatchingPayload, {
    nullable: true,
    description: 'Look for the companies of unmapped users now; it happens by itself after changes, too.',
  })
  startMatching(@Ctx() { caller }: Context, @Arg('input', () => StartMatchingInput) input: StartMatchingInput) {
    return payload(StartMatchingPayload, async () => ({
      job: Job.of(await this.services.matching.start(caller, input.idempotencyKey ?? undefined)),
    }));
  }

  @May.administrate()
  @Mutation(() => UpdateMatchingSettingsPayload, {
    nullable: true,
    description: 'Change how suggestions are made, and whether sure ones are accepted without a person.',
  })
  updateMatchingSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => UpdateMatchingSettingsInput) input: UpdateMatchingSettingsInput,
  ) {
    return payload(UpdateMatchingSettingsPayload, async () => ({
      settings: Object.assign(new MatchingSettings(), await this.services.matching.changeSettings(caller, input)),
    }));
  }
}

/** From a suggestion to its two sides. */
@Resolver(() => MatchSuggestion)
export class SuggestionSidesResolver {
  readonly #users: UserService;
  readonly #directory: DirectoryService;
  /** Tells the two loaders of a request apart. */
  readonly #companies = {};

  constructor({ users, directory }: { users: UserService; directory: DirectoryService }) {
    this.#users = users;
    this.#directory = directory;
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: MatchSuggestion, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.#users, userId);
  }

  @FieldResolver(() => Company, { description: 'As it was when it was last read.' })
  async company(@Root() { companyId }: MatchSuggestion, @Ctx() context: Context): Promise<Company> {
    const find = async (caller: Caller, ids: readonly CompanyId[]) =>
      new Map((await this.#directory.find(caller, ids)).map((company) => [company.id, company]));
    const found = await loadOne(context, this.#companies, { key: companyId, find });
    if (!found) throw new Error('A suggestion has no company.');
    return Company.of(found);
  }
}

function toResults(results: readonly BulkResult<SuggestionRecord>[]): MatchSuggestionResult[] {
  return results.map(({ result, problems }) =>
    Object.assign(new MatchSuggestionResult(), {
      suggestion: result && MatchSuggestion.of(result),
      userErrors: problemsToErrors(problems),
    }),
  );
}

function toIds(globalIds: readonly string[]): SuggestionId[] {
  return globalIds.map((globalId) => idOrNone(globalId, 'MatchSuggestion'));
}

function toFilter({ userIds, statuses, reasons, minimumScore, isSure }: MatchSuggestionFilter) {
  return {
    userIds: userIds?.map((id) => idOrNone<UserId>(id)),
    statuses: statuses ?? undefined,
    reasons: reasons ?? undefined,
    minimumScore: minimumScore ?? undefined,
    isSure: isSure ?? undefined,
  };
}
