// The borders of the house, as docs/adr/0002-borders.md tells them. An exception is a design question.
const feature = '^src/features/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'connectwise-knows-no-room-but-shared',
      severity: 'error',
      from: { path: '^src/connectwise/' },
      to: { path: '^src/', pathNot: '^src/(connectwise|shared)/' },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'It imitates ConnectWise; sharing code with the client would hide the faults of both.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'database-knows-no-room-but-shared',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^src/', pathNot: '^src/(database|shared)/' },
    },
    {
      name: 'work-knows-no-room-but-database-and-shared',
      comment: 'Handlers are handed in by app.ts; features wake accounts through src/database.',
      severity: 'error',
      from: { path: '^src/work/' },
      to: { path: '^src/', pathNot: '^src/(work|database|shared)/' },
    },
    {
      name: 'only-work-and-database-touch-the-queue',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(work|database)/' },
      to: { path: 'node_modules/graphile-worker/' },
    },
    {
      name: 'graphql-knows-no-feature',
      severity: 'error',
      from: { path: '^src/graphql/' },
      to: { path: '^src/', pathNot: '^src/(graphql|shared)/' },
    },
    {
      name: 'explorer-stands-alone',
      severity: 'error',
      from: { path: '^src/explorer/' },
      to: { path: '^src/', pathNot: '^src/explorer/' },
    },
    {
      name: 'features-know-no-outer-room',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/(cli|sandbox|explorer|work|app|main|config)' },
    },
    {
      name: 'resolvers-see-neither-database-nor-connectwise',
      severity: 'error',
      from: { path: '\\.(resolver|loader|routes)\\.ts$' },
      to: { path: '^src/(database|connectwise)/' },
    },
    {
      name: 'services-see-no-graphql',
      comment: 'Only types and resolvers speak GraphQL, and routes HTTP.',
      severity: 'error',
      from: { path: '^src/features/', pathNot: '\\.(resolver|loader|types|routes)\\.ts$' },
      to: { path: '^src/graphql/|node_modules/(type-graphql|graphql)/' },
    },
    {
      name: 'services-see-no-types-files',
      severity: 'error',
      from: { path: '^src/features/', pathNot: '\\.(resolver|loader|types)\\.ts$' },
      to: { path: '\\.types\\.ts$' },
    },
    {
      name: 'a-feature-never-takes-the-repository-of-another',
      severity: 'error',
      from: { path: feature },
      to: { path: '\\.repository\\.ts$', pathNot: '^src/features/$1/' },
    },
    {
      name: 'repositories-see-no-service',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.(service|resolver|loader|routes|types)\\.ts$' },
    },
    {
      name: 'only-the-database-room-touches-a-client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: 'node_modules/(pg|@prisma|@electric-sql)/' },
    },
    {
      name: 'only-repositories-see-the-generated-client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/|\\.repository\\.ts$' },
      to: { path: '^src/database/generated/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '^src/(main|cli/print-(schema|reference)|cli/healthcheck|explorer/)|\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/database/generated/client/internal|^src/explorer/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
