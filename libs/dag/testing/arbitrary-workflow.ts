import * as fc from 'fast-check';
import type {
  Delivery,
  JsonValue,
  OnWorkerLost,
  TriggerRule,
} from '../src/definition/workflow-definition.js';
import { TRIGGER_RULES } from '../src/definition/workflow-definition.js';
import type { WorkflowDefinition } from '../src/definition/workflow-definition.js';
import type { TaskInit } from './workflow-builder.js';
import { workflow } from './workflow-builder.js';

/** What is drawn for one task, before it is known what needs it. */
interface Draw {
  readonly kind: 'worker' | 'switch' | 'conditions';
  /** One bit a need, over the tasks before it. */
  readonly needs: readonly boolean[];
  readonly rule: TriggerRule;
  readonly condition: 'none' | 'true' | 'false' | 'state' | 'output';
  readonly enabled: boolean;
  readonly allowFailure: boolean;
  readonly retry: NonNullable<TaskInit['retry']>;
  readonly timeout: boolean;
  readonly delayed: boolean;
  readonly delivery: Delivery;
  readonly onWorkerLost: OnWorkerLost;
  /** To which branch each successor goes, by turns; 3: to none. */
  readonly branches: readonly number[];
  readonly chooses: boolean;
}

const MAX_TASKS = 9;

const aDraw = (density: number): fc.Arbitrary<Draw> =>
  fc.record({
    kind: weighted({ worker: 6, switch: 1, conditions: 2 }),
    needs: fc.array(
      fc.double({ min: 0, max: 1, noNaN: true }).map((chance) => chance < density),
      {
        minLength: MAX_TASKS,
        maxLength: MAX_TASKS,
      },
    ),
    rule: fc.constantFrom<TriggerRule>('all-success', 'all-success', 'always', ...TRIGGER_RULES),
    condition: weighted({ none: 7, true: 1, false: 1, state: 1, output: 1 }),
    enabled: fc.nat(9).map((chance) => chance > 0),
    allowFailure: fc.nat(4).map((chance) => chance === 4),
    retry: fc.record({
      max: fc.nat(2),
      delayMs: fc.constantFrom(0, 1000, 10_000),
      backoff: fc.constantFrom('constant', 'linear', 'exponential'),
      jitter: fc.constantFrom(0, 0.5),
      on: fc.subarray(['failed', 'timed-out', 'lost'] as const),
    }),
    timeout: fc.boolean(),
    delayed: fc.nat(4).map((chance) => chance === 4),
    delivery: weighted({ 'at-least-once': 3, 'at-most-once': 1 }),
    onWorkerLost: fc.constantFrom('rerun', 'rerun-after-grace', 'hold', 'fail'),
    branches: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    chooses: fc.boolean(),
  });

/** Small valid workflows with everything a task may have: rules, branches, conditions, retries, time-outs, disabled tasks. */
export const anyWorkflow: fc.Arbitrary<WorkflowDefinition> = fc
  .record({
    density: fc.constantFrom(0.15, 0.35, 0.7),
    failureStrategy: fc.constantFrom('continue' as const, 'end' as const),
    timeout: fc.nat(3).map((chance) => chance === 3),
  })
  .chain(({ density, failureStrategy, timeout }) =>
    fc
      .array(aDraw(density), { minLength: 1, maxLength: MAX_TASKS })
      .map((draws) => build(draws, { failureStrategy, ...(timeout ? { timeoutMs: 300_000 } : {}) })),
  );

function build(draws: readonly Draw[], settings: Parameters<typeof workflow>[1]): WorkflowDefinition {
  const kinds = draws.map((draw, index) => (needsOf(draw, index).length === 0 ? 'worker' : draw.kind));
  const enabled = draws.map((draw, index) => draw.enabled || kinds[index] !== 'worker');
  const tasks = draws.map((draw, index): [string, TaskInit] => {
    const needs = needsOf(draw, index);
    const successors = draws.flatMap((other, at) =>
      at > index && needsOf(other, at).includes(index) && enabled[at] ? [nameOf(at)] : [],
    );
    const readable = needs.filter((need) => enabled[need]);
    const shared: TaskInit = {
      needs: needs.map(nameOf),
      allowFailure: draw.allowFailure,
      ...(draw.delayed ? { delayMs: 5000 } : {}),
      ...ifOf(draw, readable, kinds),
    };
    const kind = kinds[index] ?? 'worker';
    if (kind === 'worker')
      return [nameOf(index), { ...shared, ...workerPart(draw, needs.length > 0, enabled[index] === true) }];
    const runIf = kind === 'conditions' ? 'all-done' : draw.rule;
    return [
      nameOf(index),
      { ...shared, type: kind, runIf, settings: branchSettings(draw, kind, successors) },
    ];
  });
  return workflow(Object.fromEntries(tasks), settings);
}

function workerPart(draw: Draw, hasNeeds: boolean, enabled: boolean): TaskInit {
  const { delivery, onWorkerLost, retry } = draw;
  const once = delivery === 'at-most-once';
  return {
    enabled,
    delivery,
    runIf: hasNeeds || !NEEDY.has(draw.rule) ? draw.rule : 'all-success',
    onWorkerLost: once && onWorkerLost !== 'fail' ? 'hold' : onWorkerLost,
    retry: once ? { max: 0 } : retry,
    ...(draw.timeout ? { timeoutMs: 20_000 } : {}),
  };
}

/** Rules that are refused without needs. */
const NEEDY: ReadonlySet<TriggerRule> = new Set(['one-success', 'one-failed', 'all-failed']);

function ifOf(draw: Draw, readable: readonly number[], kinds: readonly string[]): TaskInit {
  if (draw.condition === 'none') return {};
  if (draw.condition === 'true' || draw.condition === 'false') return { if: draw.condition };
  const [need] = readable;
  if (need === undefined) return { if: '1 + 1 == 2' };
  if (draw.condition === 'state') return { if: `tasks.${nameOf(need)}.state != 'failed'` };
  // Often absent: an error of evaluation.
  return kinds[need] === 'worker' ? { if: `tasks.${nameOf(need)}.outputs.n == 1` } : {};
}

function branchSettings(draw: Draw, kind: string, successors: readonly string[]): Record<string, JsonValue> {
  const listed = (branch: number): readonly string[] =>
    successors.filter((_name, at) => draw.branches[at % draw.branches.length] === branch);
  if (kind === 'conditions') {
    return { when: String(draw.chooses), success: listed(0), failure: listed(1) };
  }
  const cases = [
    { if: String(draw.chooses), then: listed(0) },
    { if: draw.condition === 'output' ? 'int("x") == 1' : String(draw.timeout), then: listed(1) },
  ];
  return { cases, else: listed(2) };
}

/** Events that one record takes at most. */
export const anyLimit: fc.Arbitrary<number | undefined> = fc.constantFrom(undefined, undefined, 1, 2, 4);

/** Numbers that choose what happens, all equally likely. */
export const anyChoices: fc.Arbitrary<readonly number[]> = fc.noBias(
  fc.array(fc.nat(0xffff), { minLength: 5, maxLength: 150, size: 'max' }),
);

const nameOf = (index: number): string => `t${index}`;

function needsOf({ needs }: Draw, index: number): readonly number[] {
  return needs.slice(0, index).flatMap((wanted, need) => (wanted ? [need] : []));
}

function weighted<K extends string>(weights: Readonly<Record<K, number>>): fc.Arbitrary<K> {
  const keys = Object.keys(weights).filter((key): key is K => key in weights);
  return fc.constantFrom(...keys.flatMap((key) => Array.from({ length: weights[key] }, () => key)));
}
