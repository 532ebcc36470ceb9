import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../shared/logger.js';
import type { Tracing } from '../shared/tracing.js';
import { PaceDoor } from './pace.js';
import type { TimedQuery } from './pipeline.js';
import { createPools, createWorkPool } from './pools.js';
import { openReadDoor, type Read } from './read-door.js';
import { assertRole } from './roles.js';
import { APP_ROLE, SYSTEM_ROLE } from './scope.js';
import { SealedDoor } from './sealed-door.js';
import { SystemDoor } from './system.js';
import { type DatabaseTimes, DEFAULT_DATABASE_TIMES } from './times.js';
import { WorkDoor } from './work-door.js';
import { openWriteDoor, type Write } from './write-door.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Connections in all; 10 unless told. */
  readonly poolMax?: number;
  readonly isEmbedded: boolean;
  /** Tests give it longer: what they share their machine with is not what they are about. */
  readonly times?: DatabaseTimes;
  readonly tracing?: Tracing | undefined;
}

/** Everything that reaches the database goes through one of these doors. */
export interface Database {
  readonly read: Read;
  readonly write: Write;
  /** The two doors that cross accounts: before one is known, and for what is sealed. */
  readonly system: SystemDoor;
  readonly sealed: SealedDoor;
  /** The door of a background worker, with connections of its own. Whoever opens it closes it. */
  openWork(): WorkDoor;
  /** How fast each account calls ConnectWise, shared by all replicas. */
  readonly pace: PaceDoor;
  /** Whether the database answers within a second. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the doors of a migrated database, and refuses one whose roles would not keep accounts apart. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { poolMax = 10, times = DEFAULT_DATABASE_TIMES } = options;
  const pools = { ...options, poolMax, times };
  const { reads, writes } = createPools(pools);
  const writeDoor = openWriteDoor(writes, pools);
  const close = async () => {
    await writeDoor.close();
    await Promise.all([reads.end(), writes.end()]);
  };
  try {
    await assertRole(reads, APP_ROLE);
    await assertRole(reads, SYSTEM_ROLE);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    read: openReadDoor(reads),
    write: writeDoor.write,
    system: new SystemDoor(reads),
    sealed: new SealedDoor(reads),
    openWork: () => new WorkDoor(createWorkPool(pools)),
    pace: new PaceDoor(reads),
    ping: () => ping(reads),
    close,
  };
}

// Without parameters, so that the embedded database gets it as a single message.
const PING: TimedQuery = { text: 'SELECT 1', query_timeout: 1000 };

async function ping(pool: pg.Pool): Promise<boolean> {
  const waiting = new AbortController();
  const late = sleep(1000, false, { signal: waiting.signal }).catch(() => false);
  const answer = pool.query(PING).then(
    () => true,
    () => false,
  );
  const isAlive = await Promise.race([answer, late]);
  waiting.abort();
  return isAlive;
}
