// Reads every company of a sandbox with the built client, and prints how long it took and what memory it needed.
import { createAddressPolicy } from '../../dist/connectwise/address-policy.js';
import { createConnectWise } from '../../dist/connectwise/client.js';
import { parseSite } from '../../dist/connectwise/site.js';
import { Secret } from '../../dist/shared/secret.js';

const { url, credentials, paging } = JSON.parse(process.argv[2]);
const { host } = new URL(url);
const policy = createAddressPolicy({ allowedHosts: [host], httpHosts: [host] });
const silent = { info: () => {}, warn: () => {} };
const client = createConnectWise({ policy, logger: silent });
const { loginCompanyId, clientId } = credentials;
const access = {
  site: parseSite(url, policy).site,
  ...{ loginCompanyId, clientId },
  publicKey: new Secret(credentials.publicKey),
  privateKey: new Secret(credentials.privateKey),
};
const { companies } = client.open(access, 'job');
await companies.count();

globalThis.gc();
const idle = process.memoryUsage().rss;
let most = idle;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 20);
const started = performance.now();
let count = 0;
for await (const company of companies.list({ paging })) count += company.id > 0 ? 1 : 0;
const seconds = (performance.now() - started) / 1_000;
clearInterval(watch);
await client.close();
process.stdout.write(
  JSON.stringify({
    companies: count,
    seconds: Math.round(seconds * 10) / 10,
    megabytesAboveIdle: Math.round((most - idle) / 1024 / 1024),
  }),
);
