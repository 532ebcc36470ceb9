import type { Endpoint } from '../../http/operation.js';
import type { World } from '../../world.js';
import { addAuditTrail } from './audit-trail.js';
import { addCallbacks } from './callbacks.js';
import { addDocuments } from './documents.js';
import { addInfoLists } from './info-lists.js';
import { addIntegrators } from './integrators.js';
import { addMembers } from './members.js';
import { mySecurity } from './my-security.js';
import { addSecurityRoles } from './security-roles.js';
import { addStructure } from './structure.js';
import { systemInfo } from './system-info.js';
import { addUserDefinedFields } from './user-defined-fields.js';

/** Everything under `/system`. */
export function addSystem(world: World): readonly Endpoint[] {
  return [
    systemInfo(world),
    ...mySecurity(world),
    ...addStructure(world),
    ...addSecurityRoles(world),
    ...addMembers(world),
    ...addIntegrators(world),
    ...addUserDefinedFields(world),
    ...addInfoLists(world),
    ...addCallbacks(world),
    ...addDocuments(world),
    ...addAuditTrail(world),
  ];
}
