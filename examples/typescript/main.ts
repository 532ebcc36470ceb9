import { Client } from './client.js';
import { mapUser, readEvents, signIn, unmappedUsers } from './integration.js';

const { URL: url, TOKEN: token } = process.env;
if (!url || !token) throw new Error('Set URL and TOKEN.');

const client = new Client({ url, token });
say(await signIn(client));
// Here the source's key of a user is what ConnectWise calls the company; you know how yours do.
for await (const { id, name, externalId } of unmappedUsers(client)) {
  const outcome = await mapUser(client, id, externalId);
  say('refused' in outcome ? `${name}: ${outcome.refused}` : `${name} is ${outcome.company}`);
}
await readEvents(client, { after: null, kinds: ['USER_MAPPED'] }, ({ occurredAt, kind }) =>
  say(`${occurredAt} ${kind}`),
);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
