import { parentPort, workerData } from 'node:worker_threads';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { SharedPGlite } from './shared-pglite.js';

/** What the thread is told when it starts. Without a socket it listens on a loopback port. */
export interface WorkerTask {
  readonly folder: string;
  readonly socketPath: string | undefined;
}

/** What the thread reports once it serves. */
export interface WorkerReady {
  readonly address: string;
}

const task = workerData as WorkerTask;
const db = new SharedPGlite({ dataDir: task.folder, extensions: { btree_gin, pg_trgm } });
// A thread that fails shows as such to the one that started it; there is nothing to save here.
db.onCrash = (error) => {
  setImmediate(() => {
    throw error;
  });
};
await db.waitReady;

const place = task.socketPath ? { path: task.socketPath } : { host: '127.0.0.1', port: 0 };
const server = new PGLiteSocketServer({ db, maxConnections: 100, ...place });
await server.start();

parentPort?.once('message', async () => {
  await server.stop();
  await db.close();
  parentPort?.close();
});
parentPort?.postMessage({ address: server.getServerConn() } satisfies WorkerReady);
