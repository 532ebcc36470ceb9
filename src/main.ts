#!/usr/bin/env node

// graphql looks at this once, when it is imported. In development it checks every value by a costlier way, which is of
// no use to a server and takes half of what it can do.
process.env['NODE_ENV'] ||= 'production';
const { run } = await import('./cli/program.js');

await run(process.argv);
