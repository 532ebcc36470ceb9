import { randomUUID } from 'node:crypto';
import { freePort } from '../../../src/cli/numbers.js';
import type { Callback } from '../../../src/connectwise/callbacks.js';
import { hashInUrl } from '../../../src/features/ticket-watch/callback-path.js';
import type { Delivery } from '../../../src/sandbox/callbacks/delivery.js';
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/test-app.js';
import { given } from './calls.js';
import { sql } from './rows.js';
import type { TicketScene } from './tickets.js';

/** An app that ConnectWise reaches: its address has to be known before it listens. */
export async function startCalledApp(options: TestAppOptions = {}): Promise<TestApp> {
  const port = await freePort(0);
  const environment = { PUBLIC_URL: `http://127.0.0.1:${port}`, ...options.environment };
  return startTestApp({ ...options, environment, port });
}

/** All callbacks in ConnectWise, whoever registered them. */
export async function callbacksIn({ test, account }: TicketScene): Promise<Callback[]> {
  return test.app.services.integration.ask(account.caller, async (session) => {
    const found: Callback[] = [];
    for await (const callback of session.callbacks.list()) found.push(callback);
    return found;
  });
}

/** Those of this account; it is known by its address, which the first delivery has registered. */
export async function callbacksOf(scene: TicketScene): Promise<Callback[]> {
  const { test, account } = scene;
  const rows = await sql<{ hash: string }>(
    `SELECT encode(path_hash, 'hex') AS hash FROM ticket_watches WHERE account_id = $1`,
    [account.id],
  );
  const all = (await callbacksIn(scene)).filter(({ url }) => url.startsWith(test.origin));
  return all.filter(({ url }) => hashInUrl(url) === rows[0]?.hash);
}

export interface StoredCallback {
  readonly message_id: string;
  readonly record_id: number;
  readonly handled_at: Date | null;
}

export function storedOf({ account }: TicketScene): Promise<StoredCallback[]> {
  return sql<StoredCallback>(
    'SELECT message_id, record_id, handled_at FROM ticket_callbacks WHERE account_id = $1 ORDER BY received_at, message_id',
    [account.id],
  );
}

/** What ConnectWise brought to this account's address, oldest first. */
export async function broughtTo(scene: TicketScene): Promise<Delivery[]> {
  const { deliveries } = scene.test.sandbox;
  await deliveries.idle();
  const ids = new Set((await callbacksOf(scene)).map(({ id }) => id));
  return deliveries.journal.entries.filter(({ callbackId }) => ids.has(callbackId));
}

/** A message as ConnectWise would write it. */
export function messageOf({ test }: TicketScene, changes: Readonly<Record<string, unknown>> = {}): string {
  const { loginCompanyId } = test.sandbox.credentials;
  const { currentId } = test.sandbox.signingKeys;
  return JSON.stringify({
    ...{ MessageId: randomUUID(), FromUrl: new URL(test.sandbox.url).host, CompanyId: loginCompanyId },
    ...{ MemberId: 'psabridge', Action: 'updated', Type: 'ticket', ID: 1, Entity: '{"id":1}' },
    Metadata: { key_url: keyUrlOf(test, currentId) },
    CallbackObjectRecId: 1,
    ...changes,
  });
}

export function keyUrlOf({ sandbox }: TestApp, id: string, origin = sandbox.url): string {
  const query = new URLSearchParams({ companyName: sandbox.credentials.loginCompanyId, id });
  return `${origin}/${sandbox.settings.codebase}//system/callbackkey/index.rails?${query}`;
}

/** Sends a body to the account's address; signed as ConnectWise would, unless told otherwise. Answers the status. */
export async function send(
  scene: TicketScene,
  body: string | Buffer,
  signature: string | null = scene.test.sandbox.signingKeys.sign(body.toString()),
): Promise<number> {
  return sendTo(given((await callbacksOf(scene))[0]).url, body, signature);
}

export async function sendTo(url: string, body: string | Buffer, signature: string | null): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...(signature !== null && { 'x-content-signature': signature }),
  };
  const answer = await fetch(`${url}1&action=updated`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  await answer.arrayBuffer();
  return answer.status;
}
