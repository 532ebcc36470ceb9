// `npm run bench -- reads spam --write` measures what is named, `npm run bench` everything: on the Node that bench/ pins, which
// is fetched with the other packages when it is missing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { install } from './install.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const child = spawn(install(), ['bench/measure.js', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
// A terminal sends SIGINT to both; whoever is told to stop lets the other end what it started.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
const [status] = await once(child, 'exit');
process.exitCode = status ?? 1;
