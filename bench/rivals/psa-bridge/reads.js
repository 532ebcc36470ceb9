import { globalId } from '../../support/seed.js';

export const title = 'psa-bridge, all guards on';

const USER = 'id name mapping { id identifier companyName companyStatus isEnabled connectWiseId }';
const LIST = `nodes { ${USER} } pageInfo { hasNextPage endCursor }`;
const ONE = `query One($id: ID!) { node(id: $id) { ... on User { ${USER} } } }`;
const PAGE = `query Page($after: String) { users(first: 50, after: $after) { ${LIST} } }`;
const FILTERED = `query Filtered($after: String) { users(first: 50, after: $after, filter: { isMapped: true }) { totalCount ${LIST} } }`;

export const reads = {
  one: (id) => ({ query: ONE, variables: { id: globalId('User', id) } }),
  page: (after) => ({ query: PAGE, variables: { after } }),
  filtered: (after) => ({ query: FILTERED, variables: { after } }),
};

export function read({ data: { node, users } }) {
  if (node) return { nodes: [node] };
  const { nodes, totalCount, pageInfo } = users;
  return { nodes, totalCount, ...pageInfo };
}
