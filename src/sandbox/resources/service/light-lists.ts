import type { Endpoint } from '../../http/operation.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { type LightList, lightList } from '../read-only.js';
import type { Parent } from '../records.js';

const BOARD_FIELDS = [
  'name',
  'location',
  'department',
  'projectFlag',
  'inactiveFlag',
  'closedLoopDiscussionsFlag',
  'closedLoopInternalAnalysisFlag',
  'closedLoopResolutionFlag',
  'closedLoopAllFlag',
  'overrideBillingSetupFlag',
  'billTicketsAfterClosedFlag',
  'billUnapprovedTimeExpenseFlag',
  'billTime',
  'billExpense',
  'billProduct',
  'problemSort',
  'internalAnalysisSort',
  'resolutionSort',
  'allSort',
];

/** What may be known of boards without any right. */
export function boardLists(world: World): readonly Endpoint[] {
  const active = (values: Values): boolean => values['inactiveFlag'] !== true;
  const board = { table: 'boards', field: 'board' };
  const lists: readonly LightList[] = [
    { path: '/service/info/boards', table: 'boards', fields: BOARD_FIELDS },
    {
      path: '/service/info/boards/active',
      table: 'boards',
      fields: BOARD_FIELDS,
      where: active,
      one: null,
      counted: false,
    },
    {
      path: '/service/info/boardtypes',
      table: 'boardTypes',
      fields: ['name', 'board', 'inactiveFlag', 'defaultFlag'],
    },
    {
      ...below('statuses', 'boardStatuses', board),
      fields: ['name', 'sortOrder', 'defaultFlag', ['inactiveFlag', 'inactive'], ['closedFlag', 'closedStatus']],
    },
    { ...below('subtypes', 'boardSubTypes', board), fields: ['name', 'inactiveFlag', 'typeAssociationIds'] },
    { ...below('teams', 'boardTeams', { table: 'boards', field: 'boardId' }), fields: ['name'] },
    {
      path: '/service/teams',
      table: 'boardTeams',
      fields: ['name', ['leader', 'teamLeader'], ['deleteNotifyFlag', 'notifyOnTicketDelete']],
    },
  ];
  return lists.flatMap((spec) => lightList(spec, world));
}

function below(part: string, table: string, parent: Parent): Pick<LightList, 'path' | 'one' | 'table' | 'parent'> {
  const path = `/service/boards/{parentId}/${part}`;
  return { path: `${path}/info`, one: `${path}/{id}/info`, table, parent };
}
