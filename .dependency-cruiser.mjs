/** The rules of docs/architecture.md that a tool can check: imports point one way, areas keep their insides, no circles. */
const AREA = '^domain/([^/]+)/';

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'domain-knows-no-way-in',
      comment: 'Business rules know neither Next.js nor React, nor any way in.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(app|contract|server|components|client|cli|sandbox|scripts)/|node_modules/(next|react|react-dom|@mantine)/',
      },
    },
    {
      name: 'db-knows-no-domain',
      comment: 'The schema is the source of every type. The seed alone writes through the domain.',
      severity: 'error',
      from: { path: '^db/', pathNot: '^db/seed/|\\.test\\.ts$' },
      to: {
        path: '^(domain|contract|migration|app|server|components|client|cli)/',
        pathNot: '^migration/schema\\.ts$',
      },
    },
    {
      name: 'contract-knows-no-way-in',
      comment: 'What the API is: schemas of the domain, and nothing of who serves or calls it.',
      severity: 'error',
      from: { path: '^contract/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(app|server|components|client|cli|db)/' },
    },
    {
      name: 'server-knows-no-pages',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: '\\.test\\.ts$|routes\\.gen\\.ts$|server/http/areas\\.ts$|server/page\\.tsx?$',
      },
      to: { path: '^(app|components|client|cli)/' },
    },
    {
      name: 'browser-takes-types-alone',
      comment: 'Components and client hooks reach the domain and the tables for types alone.',
      severity: 'error',
      from: { path: '^(migration/)?(components/|client\\b)', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(contract|domain|db|server)/|^migration/(?!components/|client\\.ts$)',
        pathNot: '^domain/wire\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'client-knows-no-components',
      severity: 'error',
      from: { path: '^(migration/)?client\\b' },
      to: { path: '^(migration/)?components/' },
    },
    {
      name: 'kit-stands-alone',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^components/(?!ui/)' },
    },
    {
      name: 'one-design-system',
      comment: 'Mantine is reached through components/ui alone.',
      severity: 'error',
      from: { path: '^(app|components|migration)/', pathNot: '^components/ui/|^app/layout\\.tsx$' },
      to: { path: 'node_modules/@mantine/' },
    },
    {
      name: 'area-through-its-index',
      comment: 'An area of the domain may import another area through its index.ts, never its inside.',
      severity: 'error',
      from: { path: AREA, pathNot: '\\.test\\.ts$' },
      to: { path: AREA, pathNot: ['^domain/$1/', '^domain/[^/]+/index\\.ts$'] },
    },
    {
      name: 'ways-in-through-the-index',
      severity: 'error',
      from: { path: '^(app|cli|contract|migration)/', pathNot: '\\.test\\.ts$|^migration/tests/' },
      to: { path: '^domain/[^/]+/(?!index\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'migration-can-be-taken-out',
      comment:
        'Nothing imports the migration but the hooks that scripts/without-migration.ts takes out with it.',
      severity: 'error',
      from: {
        pathNot:
          '^migration/|^app/\\(console\\)/admin/migration/|^app/api/v1/(admin/migration|system/legacy-models)/|^(cli/commands|bench)/legacy\\.ts$|^cli/commands/keys\\.ts$|^server/jobs/tasks\\.ts$|^db/schema/index\\.ts$',
      },
      to: { path: '^migration/' },
    },
    {
      name: 'migration-knows-no-way-in',
      comment: 'Its rules and phases know neither pages nor processes; its own ways in are named.',
      severity: 'error',
      from: {
        path: '^migration/',
        pathNot:
          '^migration/(routes|components|tests|e2e)/|^migration/(client|command|task|bench)\\.ts$|\\.test\\.ts$',
      },
      to: {
        path: '^(app|server|components|client|cli|sandbox|scripts)/|^migration/(routes|components)/|^migration/(client|command|task)\\.ts$|node_modules/(next|react|react-dom|@mantine)/',
      },
    },
    {
      name: 'product-needs-no-tests',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$|^(migration/)?(tests|e2e|bench)\\b|^vitest' },
      to: { path: '^(migration/)?(tests/|e2e/|bench\\b)|\\.test\\.tsx?$' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^\\.next|^\\.data' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
