import { expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { withReceiver } from './receiver.js';

const using = withSandbox({ companies: 10 });
const receiver = withReceiver();

it('a sandbox whose clock runs delivers and tries again by itself', async () => {
  receiver.answer(429, 204);
  const body = { url: `${receiver.url}/?id=`, objectId: 1, type: 'company', level: 'owner' };
  await using.client.api('/system/callbacks', { method: 'POST', body });
  using.sandbox.companies.rename(251, 'Renamed');
  while (using.sandbox.deliveries.journal.entries[0]?.state !== 'delivered') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(using.sandbox.deliveries.journal.entries[0]?.attempts).toMatchObject([{ status: 429 }, { status: 204 }]);
});
