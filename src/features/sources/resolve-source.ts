import type { Caller } from '../../shared/caller.js';
import { FailureCode, type ProblemList } from '../../shared/failure.js';
import type { SourceId } from '../../shared/ids.js';
import type { Source } from './source.js';

export type NamedSources = ReadonlyMap<string, Source>;

/**
 * The source that one item of a report is of; an INGEST token reports for its own only, and may leave the code out. Of
 * another one it learns nothing more: neither whether it is there nor what it has.
 */
export function resolveSource(
  caller: Caller,
  sources: NamedSources,
  { code, problems }: { readonly code: string | undefined; readonly problems: ProblemList },
): SourceId | undefined {
  const named = sources.get(code ?? '');
  if (caller.sourceId) {
    if (code === undefined || named?.id === caller.sourceId) return caller.sourceId;
    problems.add('source', 'This token reports for another source only.', FailureCode.FORBIDDEN);
    return undefined;
  }
  if (code === undefined) {
    problems.add('source', 'Name the source.');
  } else if (!named) {
    problems.add('source', 'There is no such source.', FailureCode.NOT_FOUND);
  }
  return named?.id;
}
