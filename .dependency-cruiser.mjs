/**
 * Who may import whom. Each rule is a sentence of ARCHITECTURE.md; anything not allowed is an error.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const tests =
  '(\\.test\\.tsx?$|^e2e/|^(server|agent-host)/testing/|^agent-host/faults/|^agent-host/driver/contract[^/]*\\.ts$)'

const rule = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to })

const general = [
  rule('no-cycles', 'A cycle means that two modules are one.', {}, { circular: true }),
  rule('resolvable', 'The import names nothing that exists.', {}, { couldNotResolve: true }),
  rule(
    'declared-packages',
    'Use what package.json names.',
    { pathNot: '^agent-host/image/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule(
    'tests-are-leaves',
    'Nobody imports a test.',
    { pathNot: '\\.test\\.tsx?$' },
    { path: '\\.test\\.tsx?$' },
  ),
]

const app = [
  rule('app-is-a-leaf', 'Nobody imports routes.', { pathNot: '^app/' }, { path: '^app/' }),
  rule(
    'pages-stay-thin',
    'Pages load through tRPC and auth only; use-cases are for app/api.',
    { path: '^app/', pathNot: '^app/api/' },
    { path: '^(server|drizzle|agent-host|scripts)/', pathNot: '^server/(trpc|auth)/' },
  ),
  rule(
    'api-edge',
    'The HTTP edge calls use-cases; tables, gateways and jobs stay behind them.',
    { path: '^app/api/' },
    { path: '^(drizzle|agent-host|scripts|server/(gateways|jobs|testing))/' },
  ),
  rule(
    'components-know-shapes-only',
    'Components see the zod inputs of a domain and the wire contracts that browsers speak.',
    { path: '^components/', pathNot: tests },
    {
      path: '^(server|drizzle|agent-host|scripts|e2e)/',
      pathNot: [
        '^server/domain/[^/]+/input\\.ts$',
        '^agent-host/protocol/(control|ids|persona|socket)\\.ts$',
      ],
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'components-types-from-router',
    'Even types reach components from the router, the inputs and the wire contracts only.',
    { path: '^components/', pathNot: tests },
    {
      path: '^(server|drizzle|agent-host|scripts|e2e)/',
      pathNot: [
        '^server/trpc/',
        '^server/domain/[^/]+/input\\.ts$',
        '^agent-host/protocol/(control|ids|persona|socket|seal)\\.ts$',
      ],
    },
  ),
  rule(
    'ui-is-domain-free',
    'Primitives know no domain.',
    { path: '^components/ui/' },
    { path: '^(components|server)/', pathNot: '^components/ui/' },
  ),
]

const server = [
  rule(
    'server-takes-the-protocol-only',
    'Of agent-host the server knows the protocol.',
    { path: '^(server|drizzle)/', pathNot: tests },
    { path: '^agent-host/', pathNot: '^agent-host/protocol/' },
  ),
  rule(
    'server-needs-no-screens',
    'The server runs without pages.',
    { path: '^(server|drizzle)/' },
    { path: '^(app|components|e2e)/' },
  ),
  rule(
    'server-env-is-for-the-server',
    'One reader of the environment, for one process family.',
    // The reference of settings is made from the schema, and reads no value.
    { pathNot: '^(server/|proxy\\.ts$|instrumentation\\.ts$|scripts/docs/)' },
    { path: '^server/env\\.ts$' },
  ),
  rule(
    'core-is-pure',
    'No I/O and no framework in core.',
    { path: '^server/core/', pathNot: tests },
    {
      path: '^(server|drizzle|agent-host|node_modules/(next|react|drizzle-orm|postgres|pg-boss))/',
      pathNot: ['^server/core/', '^agent-host/protocol/'],
    },
  ),
  rule(
    'domain-stays-below',
    'Use-cases know tables, core, the shape of the context and the interfaces of gateways.',
    { path: '^server/domain/', pathNot: tests },
    { path: '^(server/(trpc|auth|jobs|testing)/|scripts/|node_modules/(next|react)/)' },
  ),
  rule(
    'domain-sees-interfaces',
    'The context is built above the use-cases, and gateways are chosen there: types only.',
    { path: '^server/domain/', pathNot: tests },
    { path: '^server/(context\\.ts$|gateways/)', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'domains-meet-at-the-index',
    'A domain enters another through its index.',
    { path: '^server/domain/([^/]+)/', pathNot: tests },
    {
      path: '^server/domain/([^/]+)/',
      pathNot: ['^server/domain/$1/', '^server/domain/[^/]+/(index|input)\\.ts$'],
    },
  ),
  rule(
    'gateways-are-chosen-in-one-place',
    'Only the context decides between the real one and its stand-in.',
    {
      path: '^server/',
      pathNot: ['^server/(gateways|domain|testing)/', '^server/context\\.ts$', tests],
    },
    { path: '^server/gateways/', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'schema-holds-no-behaviour',
    'Tables know names and identifiers.',
    { path: '^drizzle/schema/' },
    { path: '^server/', pathNot: '^server/core/' },
  ),
  rule(
    'testing-is-for-tests',
    'Factories and stand-ins never reach production code; benchmarks may use them.',
    { pathNot: [tests, '^scripts/bench/', '^vitest\\.config\\.ts$'] },
    { path: '^(server|agent-host)/testing/' },
  ),
]

const agentHost = [
  rule(
    'host-stands-alone',
    'agent-host runs without the product around it.',
    { path: '^agent-host/' },
    {
      path: '^((server|app|components|drizzle|scripts|e2e)/|node_modules/(next|react|react-dom)/)',
    },
  ),
  rule(
    'host-main-is-the-root',
    'Only the composition root knows everything, and nobody knows it.',
    { path: '^agent-host/', pathNot: ['^agent-host/main\\.ts$', tests] },
    { path: '^agent-host/(main|config)\\.ts$', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'host-protocol-is-the-floor',
    'The protocol is read by browsers and servers: it needs nothing of the host.',
    { path: '^agent-host/protocol/', pathNot: tests },
    { path: '^agent-host/', pathNot: '^agent-host/protocol/' },
  ),
  rule(
    'host-core-is-the-floor',
    'Core knows the protocol at most.',
    { path: '^agent-host/core/', pathNot: tests },
    { path: '^agent-host/', pathNot: '^agent-host/(core|protocol)/' },
  ),
  rule(
    'drivers-know-no-pool',
    'A driver is given a command; a journal is given facts.',
    { path: '^agent-host/(driver|journal)/', pathNot: tests },
    { path: '^agent-host/', pathNot: '^agent-host/(driver|journal|core|protocol)/' },
  ),
]

export default {
  forbidden: [...general, ...app, ...server, ...agentHost],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: ['^\\.next/', '^build/', '^\\.rockpool/', '^agent-host/image/node_modules/'],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
    cache: false,
  },
}
