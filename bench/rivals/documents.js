// The three reads as GraphQL servers with the usual names are asked for them, and how their answers are read.
const USER = 'id name mapping { id identifier companyName companyStatus isEnabled connectWiseId }';
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

const ONE = `query One($id: ID!) { user(id: $id) { ${USER} } }`;
const PAGE = `query Page($after: String) { users(first: 50, after: $after) { nodes { ${USER} } ${PAGE_INFO} } }`;
const FILTERED = `query Filtered($after: String) { users(first: 50, after: $after, isMapped: true) { totalCount nodes { ${USER} } ${PAGE_INFO} } }`;

export const reads = {
  one: (id) => ({ query: ONE, variables: { id } }),
  page: (after) => ({ query: PAGE, variables: { after } }),
  filtered: (after) => ({ query: FILTERED, variables: { after } }),
};

/** The users of an answer, whichever of the reads it answers. */
export function read({ data: { user, users } }) {
  if (user) return { nodes: [user] };
  const { nodes, totalCount, pageInfo } = users;
  return { nodes, totalCount, ...pageInfo };
}
