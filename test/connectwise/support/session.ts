import type { ConnectWiseDeps } from '../../../src/connectwise/client.js';
import type { ConnectWiseSession } from '../../../src/connectwise/session.js';
import { accessTo, fakeTiming, memoryLogger, siteOf } from './client.js';
import { API, type MockAnswer, type MockCall, mockFar, withCompany } from './mock.js';

const UI = 'https://na.myconnectwise.net';

/** A session of background work against a faked ConnectWise, and what it sent to the API. */
export function mockedSession(answer: (call: MockCall) => MockAnswer, deps: Partial<ConnectWiseDeps> = {}) {
  const logger = memoryLogger();
  const mock = mockFar(withCompany(answer), API, UI);
  const client = mock.client({ timing: fakeTiming(), logger, ...deps });
  const session: ConnectWiseSession = client.open(accessTo(siteOf('na.myconnectwise.net')), 'job');
  const sent = (): MockCall[] => mock.calls.filter(({ path }) => !path.startsWith('/login'));
  return { session, sent, calls: mock.calls, logger };
}

/** The JSON body of a call. */
export function bodyOf(call: MockCall | undefined): Record<string, unknown> {
  return JSON.parse(call?.body ?? '') as Record<string, unknown>;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
