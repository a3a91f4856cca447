/** Names and forms of code that are refused, each with what to do instead. */

const CLOCK = 'The domain has no clock: take the time from the command’s metadata.';
const TIMER = 'The domain starts no timers: return a StartTimer effect.';
const WORLD = 'The domain knows nothing of its process: let the caller pass in what it needs.';

/** Globals that would make the domain depend on when or where it runs. */
export const IMPURE_GLOBALS = [
  ...['Date', 'performance', 'Temporal'].map((name) => ({ name, message: CLOCK })),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    name,
    message: TIMER,
  })),
  ...['process', 'Buffer', 'fetch', 'require', 'global', 'globalThis'].map((name) => ({
    name,
    message: WORLD,
  })),
  { name: 'crypto', message: 'The domain draws no random numbers: ids and seeds arrive in metadata.' },
  { name: 'console', message: 'The domain does not log: the caller logs what an event says.' },
];

export const IMPURE_PROPERTIES = [
  {
    object: 'Math',
    property: 'random',
    message: 'The domain draws no random numbers: seeds arrive in metadata.',
  },
];

/** Refused everywhere. */
const EVERYWHERE = [
  {
    selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
    message: 'A cast through unknown hides an error: narrow with a guard, or parse.',
  },
];

/** luxon reads the clock when it is asked for "now". */
export const IMPURE_SYNTAX = [
  ...EVERYWHERE,
  {
    selector: 'MemberExpression[object.name="DateTime"][property.name="now"]',
    message: CLOCK,
  },
  {
    selector:
      'CallExpression[arguments.length=0][callee.object.name="DateTime"][callee.property.name=/^(local|utc)$/]',
    message: CLOCK,
  },
];

/** An adapter's name in a layer that must only know the port. */
export const PORT_ONLY_SYNTAX = [
  ...EVERYWHERE,
  {
    selector:
      'ImportDeclaration[source.value=/^@millrace/] > ImportSpecifier[imported.name=/^(Memory|Sqlite|Kafka|Mysql|Redis|Fs|S3)[A-Z]/]',
    message: 'Adapters are chosen in main.ts, in standalone and in cluster only: depend on the port.',
  },
];

export const PRODUCTION_SYNTAX = EVERYWHERE;

const SLEEP = 'Tests never sleep: await the event itself, use vi.waitFor, or fake the clock.';

export const SPEC_GLOBALS = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: SLEEP,
}));

export const SPEC_IMPORTS = ['node:timers/promises', 'timers/promises', 'node:timers', 'timers'].map(
  (name) => ({ name, message: SLEEP }),
);

export const SPEC_SYNTAX = [
  ...EVERYWHERE,
  { selector: 'CallExpression[callee.name=/^(sleep|delay|pause)$/]', message: SLEEP },
  {
    selector: 'CallExpression[callee.name="expect"] > Literal.arguments:first-child',
    message: 'A constant is always what it is: assert on what the code returned.',
  },
  {
    selector: 'MemberExpression[property.name="only"][object.name=/^(it|test|describe|suite)$/]',
    message: 'A test left alone by .only silences its neighbours.',
  },
];
