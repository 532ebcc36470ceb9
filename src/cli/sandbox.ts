import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Command } from 'commander';
import { describeSandbox } from '../sandbox/describe.js';
import type { SandboxOptions } from '../sandbox/options.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { OperatorError } from '../shared/operator-error.js';
import { whole } from './numbers.js';
import { untilStopped } from './signals.js';
import { say } from './terminal.js';

interface Options {
  readonly port: string;
  readonly host: string;
  readonly companies: string;
  readonly seed: string;
  readonly apiVersion?: string;
  readonly control?: boolean;
  readonly controlPort?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsPort: string;
}

export function addSandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('Run a stand-in for ConnectWise PSA on this machine, to try and test against.')
    .option('--port <number>', 'port; 0 takes a free one', '4010')
    .option('--host <name>', 'a name that others reach it by: listens on every address', '127.0.0.1')
    .option('--companies <number>', 'how many companies, 10 to 100000', '200')
    .option('--seed <number>', 'the same seed makes the same companies', '1')
    .option('--api-version <version>', 'the newest API version it speaks, such as 2022.1; 2025.16 unless told')
    .option('--control', 'let anyone on this machine break it and read its journal, under /_control')
    .option('--control-port <number>', 'the same on a port of its own')
    .option('--tls-cert <file>', 'serve HTTPS as well, with this certificate (PEM)')
    .option('--tls-key <file>', 'private key of the certificate (PEM)')
    .option('--tls-port <number>', 'port for HTTPS; 0 takes a free one', '4011')
    .action(async (options: Options) => {
      const sandbox = await start(await readOptions(options));
      say(describeSandbox(sandbox));
      await untilStopped();
      await sandbox.close();
    });
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new OperatorError(`A port is taken already (${error.message}). Choose others with --port and its kin.`);
    }
    throw error;
  }
}

async function readOptions(options: Options): Promise<SandboxOptions> {
  const { controlPort, apiVersion } = options;
  if (apiVersion !== undefined && !/^\d{4}\.\d{1,2}$/.test(apiVersion)) {
    throw new OperatorError('--api-version must be a year and a number, such as 2022.1.');
  }
  return {
    port: whole('--port', options.port),
    host: options.host,
    companies: whole('--companies', options.companies),
    seed: whole('--seed', options.seed),
    version: apiVersion,
    control: controlPort === undefined ? options.control === true : { port: whole('--control-port', controlPort) },
    tls: await readTls(options),
  };
}

async function readTls({ tlsCert, tlsKey, tlsPort }: Options): Promise<SandboxOptions['tls']> {
  if (tlsCert === undefined && tlsKey === undefined) {
    return undefined;
  }
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new OperatorError('--tls-cert and --tls-key go together.');
  }
  const [cert, key] = await Promise.all([readPem('--tls-cert', tlsCert), readPem('--tls-key', tlsKey)]);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new OperatorError('--tls-cert and --tls-key are no certificate and key (PEM) that belong together.', {
      cause,
    });
  }
  return { cert, key, port: whole('--tls-port', tlsPort) };
}

async function readPem(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperatorError(`${option}: ${file} cannot be read.`, { cause });
  }
}
