/** What no answer may hold: stack traces, paths, SQL, and names of what the server is made of. */
const LEAKS: readonly RegExp[] = [
  /\n\s+at /,
  /\.(ts|js|mjs|cjs):\d+/,
  /node_modules|\/src\/|\/dist\/|file:\/\//,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.+\b(FROM|SET|WHERE|VALUES)\b/,
  /\b(select|insert into|update|delete from|from|join) "/,
  /\b(sqlstate|syntax error at or near|violates|relation ")/i,
  /prisma|kysely|apollo|fastify|FST_|pglite|postgres|type-graphql|\bzod\b|undici|\bpino\b|graphql-js/i,
  /\b(TypeError|ReferenceError|RangeError|SyntaxError|ECONN\w+|ERR_\w+|P\d{4})\b/,
];

export function leaksIn(text: string): string[] {
  return LEAKS.flatMap((leak) => leak.exec(text)?.[0] ?? []);
}
