/**
 * Who may import what, by the `layer:…` tag of each package, in the form `@nx/enforce-module-boundaries` takes.
 * What tags cannot say (one package of a layer but not another, one file but not its neighbour) is in
 * `import-bans.mjs`.
 */

const NEST = ['@nestjs/*', 'reflect-metadata', 'rxjs', 'rxjs/*'];
const TEST_TOOLS = ['vitest', 'vitest/*', 'fast-check'];

/**
 * `may`: layers that may be imported. `only`: the npm packages that may be imported, absent: all that are declared.
 * `never`: npm packages that may not.
 */
const LAYERS = {
  domain: { may: [], only: ['zod', 'yaml', 'luxon', '@bufbuild/*', '@noble/*'] },
  log: { may: ['domain', 'shared'], never: [...NEST, 'typeorm'] },
  plugin: { may: ['domain', 'shared'], never: [...NEST, 'typeorm'] },
  store: { may: ['domain', 'shared'], never: NEST },
  shared: { may: ['domain'], only: ['zod', 'yaml', 'pino', 'pino/*', '@opentelemetry/*'] },
  glue: { may: ['domain', 'shared', 'log', 'store'], never: ['typeorm'] },
  service: { may: ['domain', 'shared', 'log', 'plugin', 'store', 'glue'], never: ['typeorm'] },
  composition: {
    may: ['domain', 'shared', 'log', 'plugin', 'store', 'glue', 'service'],
    never: ['typeorm'],
  },
  tool: { may: ['domain', 'shared', 'log', 'plugin', 'store', 'glue', 'service', 'composition', 'tool'] },
  client: { may: ['shared'], never: [...NEST, 'typeorm'] },
};

function constraint(layer, { may, only, never }, { inTests }) {
  return {
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: may.map((name) => `layer:${name}`),
    ...(only && { allowedExternalImports: inTests ? [...only, ...TEST_TOOLS] : only }),
    ...(never && { bannedExternalImports: never }),
  };
}

/**
 * The options of `@nx/enforce-module-boundaries`. Test code keeps the layers and may import `@millrace/testing`
 * besides, which belongs to the tools and so to nobody else.
 */
export function moduleBoundaries({ inTests }) {
  return {
    allow: inTests ? ['^@millrace/testing$'] : [],
    banTransitiveDependencies: true,
    enforceBuildableLibDependency: true,
    // A lazy import of a library does not forbid importing its types and constants in the usual way.
    checkDynamicDependenciesExceptions: ['.*'],
    depConstraints: Object.entries(LAYERS).map(([layer, rule]) => constraint(layer, rule, { inTests })),
  };
}
