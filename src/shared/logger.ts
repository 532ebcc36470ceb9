import { type DestinationStream, type Logger, pino } from 'pino';
import { LogTarget } from './log-target.js';

export type { Logger };

/**
 * Logs are JSON lines with a fixed message and facts beside it. Secrets are `Secret` values and print as such; the
 * paths below are the second net.
 */
export function createLogger(level: string, destination: DestinationStream = new LogTarget()): Logger {
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
    destination,
  );
}
