import type { Chance } from '../chance.js';
import { scriptOf } from '../parts/script-host.js';

const MOST_TASKS = 9;

/** A workflow file as people write them, drawn by chance: scripts and no-ops, retries, rules, branches, time-outs. */
export function anyWorkflowText(name: string, chance: Chance): string {
  const count = chance.whole(1, MOST_TASKS);
  const lines = Array.from({ length: count }, (_, index) => taskLine(index, chance));
  const strategy = chance.percent(30) ? 'end' : 'continue';
  const timeout = chance.percent(10) ? ['timeout: 3m'] : [];
  return [
    'apiVersion: v1',
    'kind: Workflow',
    `name: ${name}`,
    `failureStrategy: ${strategy}`,
    ...timeout,
    'tasks:',
    ...lines,
    '',
  ].join('\n');
}

function taskLine(index: number, chance: Chance): string {
  const needs = Array.from({ length: index }, (_, need) => need)
    .filter(() => chance.percent(35))
    .map((need) => `t${need}`);
  const keys = [
    chance.percent(60) ? scriptKeys(chance) : noopKeys(chance),
    ...(needs.length > 0 ? [`needs: [${needs.join(', ')}]`, ...ruleKey(chance)] : []),
    ...(chance.percent(10) ? ['allowFailure: true'] : []),
    ...(chance.percent(10) ? [`delay: ${chance.whole(1, 30)}s`] : []),
    ...(chance.percent(15) ? [`timeout: ${chance.whole(5, 60)}s`] : []),
  ];
  return `  t${index}: { ${[...keys, ...deliveryKeys(chance)].join(', ')} }`;
}

function scriptKeys(chance: Chance): string {
  const script = scriptOf({
    durationMs: chance.percent(20) ? chance.whole(5_000, 45_000) : Math.round(chance.skewed(5, 8_000)),
    exitCode: chance.percent(10) ? 1 : 0,
    endsAtTermMs: chance.percent(80) ? Math.round(chance.skewed(1, 5_000)) : undefined,
  });
  return `type: shell, script: "${script}"`;
}

function noopKeys(chance: Chance): string {
  const fails = chance.percent(8) ? ', fail: true' : '';
  return chance.percent(50)
    ? `type: noop${fails}`
    : `type: noop, duration: ${Math.round(chance.skewed(1, 30_000))}ms${fails}`;
}

function ruleKey(chance: Chance): readonly string[] {
  return chance.percent(30)
    ? [`runIf: ${chance.pick(['all-done', 'none-failed', 'one-success', 'always'])}`]
    : [];
}

/** What is at most once is not retried, nor run again. */
function deliveryKeys(chance: Chance): readonly string[] {
  if (chance.percent(15))
    return ['delivery: at-most-once', ...(chance.percent(50) ? ['onWorkerLost: fail'] : [])];
  const retry = chance.percent(30)
    ? [
        `retry: { max: ${chance.whole(1, 3)}, delay: ${chance.whole(1, 20)}s, backoff: exponential, jitter: 0.5 }`,
      ]
    : [];
  const lost = chance.percent(30)
    ? [`onWorkerLost: ${chance.pick(['rerun-after-grace', 'hold', 'fail'])}`, 'onWorkerLostGrace: 5s']
    : [];
  return [...retry, ...lost];
}
