import type { SpamStatistics } from '../soap/spam-statistics.js';
import type { Controller } from './controller.js';

/** `GET` shows what the managed-device service was told, `DELETE` forgets it. */
export function spamStatisticsControl(statistics: SpamStatistics): Controller {
  return ({ method }) => {
    if (method === 'DELETE') {
      statistics.clear();
    } else if (method !== 'GET') {
      return undefined;
    }
    return statistics.list().map((row) => ({ ...row, at: row.at.toISOString() }));
  };
}
