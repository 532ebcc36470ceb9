import { readdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, loadConfig } from '../config/config.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { systemCaller } from '../shared/caller.js';
import { PLATFORM_ACCOUNT } from '../shared/ids.js';
import { createLogger } from '../shared/logger.js';
import { workWithBilling } from './demo/billing.js';
import { DemoClient } from './demo/client.js';
import { workWithCompanies } from './demo/companies.js';
import { goWrong } from './demo/mishaps.js';
import { Narrator } from './demo/narrator.js';
import { carryOut } from './demo/procedure.js';
import { workWithSpam } from './demo/spam.js';
import { workWithTickets } from './demo/tickets.js';
import { freePort, whole } from './numbers.js';
import { type RunningServer, startServer } from './server.js';
import { untilStopped } from './signals.js';
import { say } from './terminal.js';

interface Options {
  readonly exit?: boolean;
  readonly port: string;
  readonly sandboxPort: string;
  readonly state?: string;
  readonly companies: string;
  readonly users: string;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('Carry the whole procedure out against a ConnectWise sandbox, with nothing to install or sign up for.')
    .option('--exit', 'end after the last step instead of staying up')
    .option('--port <number>', 'port of the server; another one is taken when it is busy', '4000')
    .option('--sandbox-port <number>', 'port of the sandbox; another one is taken when it is busy', '4010')
    .option('--state <file>', 'write addresses and token there as JSON once all is ready')
    .option('--companies <number>', 'companies in the sandbox', '200')
    .option('--users <number>', 'users to report', '150')
    .action(demo);
}

async function demo(options: Options): Promise<void> {
  const narrator = new Narrator();
  narrator.title('psa-bridge demo: the whole procedure, over HTTP, against a ConnectWise sandbox on this machine.');
  narrator.step('Start an embedded PostgreSQL, the sandbox and the server');
  const companies = whole('--companies', options.companies);
  const port = await freePort(whole('--sandbox-port', options.sandboxPort));
  const sandbox = await startSandbox({ port, companies, control: true });
  try {
    const config = configFor(sandbox, await freePort(whole('--port', options.port)));
    await rm(config.dataDir, { recursive: true, force: true });
    await sweep();
    const server = await startServer(config, createLogger('error'));
    try {
      narrator.answered(
        `server ${server.graphqlUrl}, sandbox ${sandbox.url} with ${sandbox.companies.count} companies`,
      );
      await perform({ narrator, sandbox, server, options });
    } finally {
      await server.stop();
    }
  } finally {
    await sandbox.close();
  }
}

interface Scene {
  readonly narrator: Narrator;
  readonly sandbox: Sandbox;
  readonly server: RunningServer;
  readonly options: Options;
}

async function perform({ narrator, sandbox, server, options }: Scene): Promise<void> {
  const token = await makeToken(server);
  const client = new DemoClient(server.graphqlUrl, token);
  const stage = { client, narrator, sandbox, userCount: whole('--users', options.users) };
  await carryOut(stage);
  await workWithCompanies(stage);
  await workWithTickets(stage);
  await workWithBilling(stage);
  await workWithSpam(stage);
  await goWrong(stage);
  narrator.done();
  say(`All steps went as they should, in ${narrator.seconds}.`);
  if (options.state) await writeState(options.state, { server, sandbox, token });
  if (options.exit) return;
  say(farewell({ server, sandbox, token }));
  await untilStopped();
}

/** Folders of demos that were killed: those whose process is gone. */
async function sweep(): Promise<void> {
  for (const name of await readdir('data').catch(() => [])) {
    const pid = Number(/^demo-(\d+)$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) await rm(resolve('data', name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A folder of its own beside the real data, gone afterwards, and nothing taken from the environment. */
function configFor(sandbox: Sandbox, port: number): Config {
  const { host } = new URL(sandbox.url);
  return loadConfig({
    DATA_DIR: resolve('data', `demo-${process.pid}`),
    PORT: String(port),
    METRICS_PORT: '0',
    LOG_LEVEL: 'error',
    // The sandbox is on this machine too, so it can call back.
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
    CONNECTWISE_ALLOWED_HOSTS: host,
    CONNECTWISE_HTTP_HOSTS: host,
  });
}

async function makeToken(server: RunningServer): Promise<string> {
  const caller = systemCaller(PLATFORM_ACCOUNT, 'demo');
  const { token } = await server.app.services.accounts.create(caller, { name: 'Demo MSP', timeZone: 'UTC' });
  return token.reveal();
}

interface Place {
  readonly server: RunningServer;
  readonly sandbox: Sandbox;
  readonly token: string;
}

/** Holds a token, so only its owner may read it. */
async function writeState(file: string, { server, sandbox, token }: Place): Promise<void> {
  const { graphqlUrl, metricsUrl } = server;
  const state = { graphqlUrl, token, sandboxUrl: sandbox.url, metricsUrl, pid: process.pid };
  await writeFile(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

function farewell({ server, sandbox, token }: Place): string {
  return `
It stays up for you to explore; Ctrl+C ends it.
  GraphQL   ${server.graphqlUrl}
  Explorer  ${server.origin}/
  Token     ${token}
  Sandbox   ${sandbox.url}  (what was asked of it: ${sandbox.url}/_control/journal)`;
}
