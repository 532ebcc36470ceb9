import type { InstanceId } from '../../shared/ids.js';
import { PutOff } from '../../shared/put-off.js';

/**
 * Numbers of one ConnectWise mean nothing in another, and settings that lead elsewhere may have been saved since it was
 * looked what to ask.
 * @throws PutOff
 */
export function requireInstance(at: InstanceId, wanted: InstanceId | undefined): void {
  if (at !== wanted) throw new PutOff('INSTANCE_CHANGED', { kind: 'soon' });
}
