import { expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { ServiceDesk } from './desk.js';
import { callbacksOf, withReceiver } from './receiver.js';

const using = withSandbox({ companies: 10 });
const receiver = withReceiver();
const { register } = callbacksOf(using, receiver);
const desk = new ServiceDesk(using);

const actions = async (): Promise<string[]> => {
  await using.sandbox.deliveries.idle();
  return receiver.received.map(({ json }) => json.Action);
};

it('a board is told of its tickets, made and changed, but not of a write that asks to skip callbacks', async () => {
  await register({ type: 'ticket', level: 'board', objectId: 1 });
  const id = await desk.ticket();
  expect(await actions()).toEqual(['added']);
  const patch = (...body: unknown[]) => using.client.api(`/service/tickets/${id}`, { method: 'PATCH', body });
  const summary = (value: string) => ({ op: 'replace', path: 'summary', value });

  const quiet = await patch(summary('Quietly'), { op: 'replace', path: 'skipCallback', value: true });
  expect([quiet.status, quiet.json.summary]).toEqual([200, 'Quietly']);
  expect(await actions()).toEqual(['added']);

  // It holds for that one write only.
  await patch(summary('Loudly'));
  expect(await actions()).toEqual(['added', 'updated']);
});
