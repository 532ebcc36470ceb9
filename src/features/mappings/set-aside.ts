import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';
import { MappingReturn } from './mapping.js';
import type { MappingRepository } from './mapping.repository.js';

/**
 * What becomes of mappings when the account moves to another ConnectWise instance. They keep the instance they were
 * made on, so that nothing goes out under an old record id, and come back one by one when they are verified there.
 */
export class SetAside {
  constructor(private readonly mappings: MappingRepository) {}

  hasMappings(caller: Caller, instanceId: InstanceId): Promise<boolean> {
    return this.mappings.existOn(caller.accountId, instanceId);
  }

  async leaveFor(
    tx: WriteTransaction,
    caller: Caller,
    { instanceId, change }: { instanceId: InstanceId; change: 'SAME_DATA_MOVED' | 'OTHER_DATA' },
  ): Promise<void> {
    const returnsBy = change === 'SAME_DATA_MOVED' ? MappingReturn.SAME_RECORD : MappingReturn.SAME_IDENTIFIER;
    await this.mappings.leaveFor(tx, caller.accountId, { instanceId, returnsBy });
  }
}
