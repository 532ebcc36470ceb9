import type { Command } from 'commander';
import { describeSandbox, runSandbox } from '../sandbox/run.js';
import { whole } from './numbers.js';
import { untilStopped } from './signals.js';
import { say } from './terminal.js';

interface Options {
  readonly port: string;
  readonly companies: string;
  readonly seed: string;
}

export function addSandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('Run a stand-in for ConnectWise PSA on this machine, to try and test against.')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '4010')
    .option('--companies <number>', 'how many companies, 10 to 100000', '200')
    .option('--seed <number>', 'the same seed makes the same companies', '1')
    .action(async (options: Options) => {
      const sandbox = await runSandbox({
        port: whole('--port', options.port),
        companies: whole('--companies', options.companies),
        seed: whole('--seed', options.seed),
      });
      say(describeSandbox(sandbox));
      await untilStopped();
      await sandbox.close();
    });
}
