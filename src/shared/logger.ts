import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Lines are written together, a tenth of a second late at most: a system call for each costs as much as its request. */
const OUTPUT = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 } as const;

/**
 * Logs are JSON lines with a fixed message and facts beside it. Secrets are `Secret` values and print as such; the
 * paths below are the second net.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization', '*.clientId'],
        censor: '[secret]',
      },
    },
    destination ?? pino.destination(OUTPUT),
  );
}
