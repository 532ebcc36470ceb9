import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import {
  DisableMappingDocument,
  type EventKind,
  EventsDocument,
  type EventsQuery,
  type FailureFragment,
  MapCompanyDocument,
  UnmappedUsersDocument,
  type UnmappedUsersQuery,
  WhoAmIDocument,
} from './operations.generated.js';

type User = NonNullable<UnmappedUsersQuery['users']>['nodes'][number];
type Event = NonNullable<EventsQuery['events']>['nodes'][number];

/** Signing in is sending a token; this tells whose it is, before anything else is tried. */
export async function signIn(client: Client): Promise<string> {
  const { viewer } = await client.run(WhoAmIDocument, {});
  if (!viewer) throw new Error('The token is not known.');
  return `${viewer.account.name}, as ${viewer.roles.join(', ')}`;
}

/** All users without a company, page by page. */
export async function* unmappedUsers(client: Client, pageSize = 50): AsyncGenerator<User> {
  let after: string | null = null;
  do {
    const { users }: UnmappedUsersQuery = await client.run(UnmappedUsersDocument, { first: pageSize, after });
    if (!users) return;
    yield* users.nodes;
    after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
  } while (after);
}

/** What became of a user: the company it has now, or what a person has to look at. */
export type Outcome = { readonly company: string | null } | { readonly refused: string };

/** Maps a user to the company of an identifier. What passes by itself is waited for; the rest is for a person. */
export async function mapUser(client: Client, userId: string, identifier: string): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const { mapCompany } = await client.run(MapCompanyDocument, { input: { userId, company: { identifier } } });
    const {
      mapping,
      userErrors: [failure],
    } = mapCompany ?? { mapping: null, userErrors: [] };
    if (mapping) return { company: mapping.companyName };
    if (!failure || attempt >= 3 || !passes(failure)) return { refused: failure ? tell(failure) : 'No answer.' };
    await sleep(1_000 * failure.retryAfterSeconds);
  }
}

/** Turns a mapping off. When somebody changed it meanwhile, the newer version is the one that is turned off. */
export async function disableMapping(client: Client, mappingId: string, version: number): Promise<void> {
  let expectedVersion = version;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const { disableMapping: answer } = await client.run(DisableMappingDocument, {
      input: { mappingId, expectedVersion },
    });
    const [failure] = answer?.userErrors ?? [];
    if (!failure) return;
    if (!('currentVersion' in failure)) throw new Error(tell(failure));
    // Whoever shows a form would show the newer values first, and ask.
    expectedVersion = failure.currentVersion;
  }
  throw new Error('Somebody else keeps changing this mapping.');
}

/** Reads all there is behind a cursor. Keep the cursor that is returned: the next reading begins behind it. */
export async function readEvents(
  client: Client,
  from: { readonly after: string | null; readonly kinds?: EventKind[] },
  onEvent: (event: Event) => void,
): Promise<string | null> {
  let { after } = from;
  for (;;) {
    const { events }: EventsQuery = await client.run(EventsDocument, { first: 100, after, kinds: from.kinds });
    if (!events) return after;
    for (const event of events.nodes) onEvent(event);
    after = events.pageInfo.endCursor ?? after;
    if (!events.pageInfo.hasNextPage) return after;
  }
}

function passes(failure: FailureFragment): failure is FailureFragment & { retryAfterSeconds: number } {
  return 'retryAfterSeconds' in failure;
}

function tell({ code, message, field }: FailureFragment): string {
  return `${code}${field ? ` at ${field.join('.')}` : ''}: ${message}`;
}
