/**
 * Import rules that layer tags cannot express. Each is a rule of its own, so that several hold for one file and the
 * message says which house rule was broken. They see static, dynamic and type-only imports alike, and packages that
 * are not installed.
 */
import { builtinModules } from 'node:module';

const BUILTINS = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/** Packages (and subpaths) that talk to the outside, and the only folders that may import them. */
export const DRIVERS = [
  { packages: ['node:sqlite'], homes: ['libs/events/src/adapters/sqlite', 'libs/persistence/src/sqlite'] },
  { packages: ['kafkajs'], homes: ['libs/events/src/adapters/kafka'] },
  { packages: ['mysql2'], homes: ['libs/persistence/src/mysql'] },
  { packages: ['typeorm'], homes: ['libs/persistence'] },
  { packages: ['ioredis'], homes: ['libs/registry/src/redis'] },
  { packages: ['@aws-sdk/*'], homes: ['libs/blobs/src/s3'] },
  { packages: ['nodemailer'], homes: [] },
];

/** Where a task type or an alert channel meets the outside: the only files of a plugin that may load a driver. */
const PLUGIN_DOORS = /^libs\/(tasks|alerts)\/src\/(process\/.+|.+\/(executor|sender)\.ts)$/;

/** Node's own drivers, which a plugin may load only behind the same doors. */
const PLUGIN_BUILTINS = new Set(
  'child_process cluster dgram dns fs fs/promises http http2 https net tls worker_threads'.split(' '),
);

const TEST_PACKAGES = new Set(['vitest', 'fast-check', '@nestjs/testing', '@millrace/testing']);

/** The packages of the layer `shared` that each layer may import; a folder that is not listed may import all. */
const SHARED_LIBS_OF = [
  { folder: /^libs\/(events|persistence|blobs|registry)\//, may: ['config', 'telemetry'] },
  { folder: /^libs\/(tasks|alerts)\//, may: ['telemetry'] },
  { folder: /^libs\/(config|telemetry|api-contract)\//, may: [] },
  { folder: /^(cli|console)\//, may: ['api-contract'] },
];

const builtinName = (source) => {
  const bare = source.replace(/^node:/, '');
  return source.startsWith('node:') || BUILTINS.has(bare) ? bare : undefined;
};

const isFrom = (source, name) =>
  name.endsWith('/*')
    ? source.startsWith(name.slice(0, -1))
    : source === name || source.startsWith(`${name}/`);

const driverOf = (source) => DRIVERS.find(({ packages }) => packages.some((name) => isFrom(source, name)));

function driverProblem(source, file) {
  const driver = driverOf(source);
  if (driver === undefined || PLUGIN_DOORS.test(file)) return undefined;
  if (driver.homes.some((home) => file.startsWith(`${home}/`))) return undefined;
  const homes = [...driver.homes, 'executor.ts or sender.ts of a task type or channel'].join(', ');
  return `The driver "${source}" may be imported in ${homes} only. Use the port instead.`;
}

function pluginProblem(source, file) {
  if (PLUGIN_DOORS.test(file) || !PLUGIN_BUILTINS.has(builtinName(source))) return undefined;
  return `"${source}" does I/O: a plugin may import it in executor.ts, sender.ts or src/process only.`;
}

function builtinProblem(source) {
  if (builtinName(source) === undefined) return undefined;
  return `The domain is pure: it may not import "${source}". Let the caller pass in what it needs.`;
}

function testCodeProblem(source) {
  const isTestCode =
    TEST_PACKAGES.has(source) ||
    /^@millrace\/[^/]+\/testing$/.test(source) ||
    /^\.{1,2}\/(.*\/)?testing\//.test(source) ||
    /\.(spec|contract)(\.js)?$/.test(source) ||
    isFrom(source, 'vitest');
  return isTestCode ? `"${source}" is test code: only specs and testing/ folders may import it.` : undefined;
}

/** Doors of a package beside its index, each with a reason in an ADR. */
const SECOND_DOORS = new Set([
  '@millrace/events/kafka',
  '@millrace/events/reading',
  '@millrace/tasks/processes',
]);

function deepPathProblem(source) {
  if (!/^@millrace\/[^/]+\/(?!testing$)/.test(source) || SECOND_DOORS.has(source)) return undefined;
  return `"${source}" reaches into a package. Import from its index, and export there what is missing.`;
}

function sharedLibraryProblem(source, file) {
  const target = /^@millrace\/(config|telemetry|api-contract)$/.exec(source)?.[1];
  const rule = SHARED_LIBS_OF.find(({ folder }) => folder.test(file));
  if (target === undefined || rule === undefined || rule.may.includes(target)) return undefined;
  const list = rule.may.length === 0 ? 'none' : rule.may.join(' and ');
  return `"${source}" may not be imported here: of the shared libraries this layer may import ${list}.`;
}

function sharedDomainProblem(source, file) {
  if (source !== '@millrace/dag' || /^libs\/(api-contract|config)\//.test(file)) return undefined;
  return 'Of the shared libraries, only api-contract and config may import "@millrace/dag".';
}

function sourceOf(node) {
  const source = node.type === 'TSImportType' ? (node.source ?? node.argument?.literal) : node.source;
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
}

function importBan(description, problemOf) {
  return {
    meta: { type: 'problem', docs: { description }, schema: [], messages: { banned: '{{problem}}' } },
    create(context) {
      const file = context.filename.slice(context.cwd.length + 1).replaceAll('\\', '/');
      const check = (node) => {
        const source = sourceOf(node);
        const problem = source === undefined ? undefined : problemOf(source, file);
        if (problem !== undefined) context.report({ node, messageId: 'banned', data: { problem } });
      };
      return {
        ImportDeclaration: check,
        ImportExpression: check,
        ExportAllDeclaration: check,
        ExportNamedDeclaration: check,
        TSImportType: check,
      };
    },
  };
}

export const importRules = {
  'driver-home': importBan('Drivers are imported in their adapter folder only.', driverProblem),
  'plugin-doors': importBan('Plugins do I/O in their executor or sender only.', pluginProblem),
  'pure-imports': importBan('The domain imports no module of Node.', builtinProblem),
  'test-code': importBan('Production code imports no test code.', testCodeProblem),
  'no-deep-path': importBan('Packages are imported by their index.', deepPathProblem),
  'shared-library': importBan('Each layer imports its own shared libraries.', sharedLibraryProblem),
  'shared-domain': importBan(
    'Only api-contract shows domain schemas, and only config reads text as the domain does.',
    sharedDomainProblem,
  ),
};
