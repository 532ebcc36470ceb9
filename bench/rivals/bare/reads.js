export const title = 'bare Fastify, one SQL statement (the limit)';

export const reads = {
  one: (id) => ({ path: '/one', id }),
  page: (after) => ({ path: '/page', after }),
  filtered: (after) => ({ path: '/filtered', after }),
};

export function read(answer) {
  return answer.nodes ? answer : { nodes: [answer] };
}
