/** What the sandbox lacks, as docs/sandbox-coverage.md tells it. */
export interface Lack {
  /** Operations such as `GET /company/states/{}/info`. */
  readonly operations: readonly string[];
  readonly described: number;
  /** Fields by the operation that would write them. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The page, line by line; one line for all that is missing of a resource. */
export function printCoverage({ operations, described, fields }: Lack): string {
  const missing = count(operations.length);
  const lines = [
    '# What the sandbox does not do',
    '',
    `Of the ${count(described)} operations that were compared, ${missing} are not there; they answer 404 "The endpoint does`,
    'not exist." or 405. The list is made by the tests: `UPDATE=1 npm run jest -- test/sandbox/openapi` writes it anew.',
    '',
    '## Operations',
    '',
    ...[...byResource(operations)].map(([path, parts]) => `- \`${path}\`: ${parts.join(', ')}`),
    '',
    '## Fields',
    '',
    'Of these resources the fields named are not kept: POST and PUT pass over them, PATCH answers 400. `connectWiseId` and its',
    'like are kept nowhere.',
    '',
    ...[...fields].sort().flatMap(printFields),
    '',
  ];
  return lines.join('\n');
}

const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function printFields([path, names]: readonly [string, readonly string[]]): readonly string[] {
  const told = names.filter((name) => !/connectWiseId$/i.test(name));
  return told.length === 0 ? [] : [`- \`${path.replace(/\{\w+\}/g, '{}')}\`: ${told.join(', ')}`];
}

/** Of each resource what is missing: `GET POST, count, {} GET PUT PATCH DELETE`. */
function byResource(operations: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, Map<string, string[]>>();
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const [, resource = path, below = ''] =
      /^(.*?)((?:\/\{\})?(?:\/(?:count|info|usages)(?:\/(?:count|list))?)?)$/.exec(path) ?? [];
    const parts = methods.get(resource) ?? new Map<string, string[]>();
    methods.set(resource, parts.set(below, [...(parts.get(below) ?? []), method]));
  }
  const sorted = [...methods].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([resource, parts]) => [resource, [...parts].sort().map(words)]));
}

/** That companions such as `count` can only be read goes without saying. */
function words([below, methods]: readonly [string, readonly string[]]): string {
  const ordered = ORDER.filter((method) => methods.includes(method)).join(' ');
  return below === '' ? ordered : below === '/{}' ? `{} ${ordered}` : below.slice(1);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
