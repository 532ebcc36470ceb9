import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import type { RecordSpam } from './record-spam.js';
import {
  RecordSpamStatisticsInput,
  RecordSpamStatisticsPayload,
  RecordSpamStatisticsResult,
} from './record-spam.types.js';

@Resolver()
export class RecordSpamResolver {
  constructor(private readonly recordSpam: RecordSpam) {}

  @May.report()
  @Mutation(() => RecordSpamStatisticsPayload, {
    nullable: true,
    description: 'Tell what mail filters saw. A day that is told again replaces what was told of it before.',
  })
  recordSpamStatistics(
    @Ctx() { caller }: Context,
    @Arg('input', () => RecordSpamStatisticsInput) { items, onError }: RecordSpamStatisticsInput,
  ) {
    return payload(RecordSpamStatisticsPayload, async () => {
      const given = items.map(({ source, ...item }) => ({ ...item, source: source ?? undefined }));
      const { results, problems } = await this.recordSpam.record(caller, given, onError);
      return {
        results: results.map(({ result = false, problems: own }) =>
          Object.assign(new RecordSpamStatisticsResult(), { isRecorded: result, userErrors: problemsToErrors(own) }),
        ),
        userErrors: problemsToErrors(problems),
      };
    });
  }
}
