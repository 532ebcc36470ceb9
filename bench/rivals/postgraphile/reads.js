export const title = 'PostGraphile 5';

const USER = `rowId name mapping: mappingByAccountIdAndUserId {
  rowId identifier companyName companyStatus isEnabled connectWiseId
}`;
const LIST = `nodes { ${USER} } pageInfo { hasNextPage endCursor }`;
const ORDER = 'orderBy: [NAME_ASC, ROW_ID_ASC]';

const ONE = `query One($account: UUID!, $id: UUID!) { user: userByAccountIdAndRowId(accountId: $account, rowId: $id) { ${USER} } }`;
const PAGE = `query Page($account: UUID!, $after: Cursor) {
  users: allUsers(first: 50, after: $after, condition: { accountId: $account }, ${ORDER}) { ${LIST} }
}`;
const FILTERED = `query Filtered($account: UUID!, $after: Cursor) {
  users: allUsers(first: 50, after: $after, condition: { accountId: $account, isMapped: true }, ${ORDER}) { totalCount ${LIST} }
}`;

export const reads = {
  one: (id, account) => ({ query: ONE, variables: { account, id } }),
  page: (after, account) => ({ query: PAGE, variables: { account, after } }),
  filtered: (after, account) => ({ query: FILTERED, variables: { account, after } }),
};

export { read } from '../documents.js';
