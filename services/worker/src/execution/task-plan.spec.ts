import type { JsonValue, Scope, Value } from '@millrace/dag';
import { makeScope } from '@millrace/dag';
import type { TaskInit } from '@millrace/dag/testing';
import { graphOf, workflow } from '@millrace/dag/testing';
import type { TaskType } from '@millrace/tasks';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeType, planFor, taskOf } from '../../testing/fake-type.js';
import { dispatchOf } from '../../testing/worker-bench.js';
import { planOf, scopeOfDispatch } from './task-plan.js';

const loose = fakeType(async () => ({ state: 'succeeded', outputs: {} }));

const PARAMS = makeScope({
  params: {
    name: 'Ada',
    count: 3n,
    rate: 1.5,
    on: true,
    nothing: null,
    day: { kind: 'date', iso: '2026-11-20' },
    list: [1n, 'two'],
  },
});
const params = (): Scope => PARAMS;

function untouched(): Scope {
  throw new Error('Nothing was to be evaluated.');
}

const settingsOf = (settings: Readonly<Record<string, JsonValue>>, type: TaskType = loose) =>
  planFor(type, { settings }).settings(params);
const envOf = (env: Readonly<Record<string, string>>) => planFor(loose, { env }).env(params);

describe('the plan of a task', () => {
  it('is made once for each task of a definition', () => {
    const graph = graphOf(workflow({ a: { env: { X: '${{ params.count }}' } }, b: [] }));
    const { a, b } = graph.definition.tasks;
    if (!a || !b) throw new Error('The definition has both tasks.');
    const plan = planOf(graph, a, 'a', loose);
    expect(planOf(graph, a, 'a', loose)).toBe(plan);
    expect(planOf(graph, b, 'b', loose)).not.toBe(plan);
    expect(planOf(graph, b, 'b', loose).definition).toBe(b);
  });

  it('is another one where a task of the same name is in another definition', () => {
    const first = taskOf(loose, { settings: { text: 'first' } });
    const second = taskOf(loose, { settings: { text: 'second' } });
    planOf(first.graph, first.definition, 'a', loose);
    expect(planOf(second.graph, second.definition, 'a', loose).settings(params)).toEqual({ text: 'second' });
  });

  it.each<TaskInit>([{ settings: { deep: ['${{ 1 + }}'] } }, { env: { X: '${{ 1 + }}' } }])(
    'compiles every expression before anything is evaluated: %j',
    (init) => expect(() => planFor(loose, init)).toThrow(),
  );

  it('gives values by the scope it is asked with, as often as it is asked', () => {
    const plan = planFor(loose, { settings: { n: '${{ params.n }}' }, env: { N: 'n=${{ params.n }}' } });
    for (const n of [1n, 2n]) {
      const scope = () => makeScope({ params: { n } });
      expect(plan.settings(scope)).toEqual({ n });
      expect(plan.env(scope)).toEqual({ N: `n=${n}` });
    }
  });
});

describe('the settings of a task', () => {
  it('are those of the definition, and need no scope, where nothing is to evaluate', () => {
    const settings = { script: 'echo $HOME ${X} {{ y }}', list: [1, null, { deep: true }] };
    const plan = planFor(loose, { settings });
    expect(plan.settings(untouched)).toBe(plan.definition.settings);
    expect(plan.settings(untouched)).toEqual(settings);
  });

  it.each<[string, Value]>([
    ['${{ params.count }}', 3n],
    ['${{ params.rate }}', 1.5],
    ['${{ params.on }}', true],
    ['${{ params.nothing }}', null],
    ['${{ params.day }}', { kind: 'date', iso: '2026-11-20' }],
    ['${{ params.list }}', [1n, 'two']],
    ['${{ params.count }} rows', '3 rows'],
    ['${{ params.name }}-${{ params.day }}', 'Ada-2026-11-20'],
  ])('keep the type of a value that is one expression, and format it in longer text: %s', (text, value) => {
    expect(settingsOf({ value: text })).toEqual({ value });
  });

  it('are evaluated at any depth, and constants between them stay as they are', () => {
    expect(
      settingsOf({
        request: { method: 'GET', headers: { 'x-count': '${{ params.count }}' }, retries: 2 },
        items: ['plain', '${{ params.name }}', [null, false, '${{ params.rate }}']],
      }),
    ).toEqual({
      request: { method: 'GET', headers: { 'x-count': 3n }, retries: 2 },
      items: ['plain', 'Ada', [null, false, 1.5]],
    });
  });

  it('tell integers from doubles in the value keys of a type, at any depth', () => {
    const valued = fakeType(async () => ({ state: 'succeeded', outputs: {} }), { valueKeys: ['outputs'] });
    const numbers = {
      whole: 3,
      part: 1.5,
      list: [2, { deep: 4 }],
      double: '${{ 2.0 }}',
      given: '${{ params.count }}',
    };
    expect(settingsOf({ outputs: numbers, other: { whole: 3 } }, valued)).toEqual({
      outputs: { whole: 3n, part: 1.5, list: [2n, { deep: 4n }], double: 2, given: 3n },
      other: { whole: 3 },
    });
    expect(settingsOf({ outputs: { whole: 3 } }, valued)).toEqual({ outputs: { whole: 3n } });
  });

  it('are evaluated in values alone: a key is what it is', () => {
    expect(settingsOf({ '${{ params.name }}': '${{ params.name }}' })).toEqual({
      '${{ params.name }}': 'Ada',
    });
  });

  it.each([
    ['$${{ params.name }}', '${{ params.name }}'],
    ['a $${{ b $${{ c', 'a ${{ b ${{ c'],
  ])('have `${{` where `$${{` is written, without any scope: %s', (text, literal) => {
    expect(planFor(loose, { settings: { text } }).settings(untouched)).toEqual({ text: literal });
  });

  it('have literal `${{` beside expressions', () => {
    expect(settingsOf({ text: '$${{ ${{ params.count }} }}' })).toEqual({ text: '${{ 3 }}' });
  });

  it('fail where an expression fails', () => {
    expect(() => settingsOf({ text: '${{ params.unknown }}' })).toThrow(/unknown/);
  });
});

describe('the settings of a task after evaluation', () => {
  const strict = fakeType(async () => ({ state: 'succeeded', outputs: {} }), {
    type: 'strict',
    settings: z.strictObject({
      text: z.string().optional(),
      mode: z.union([z.enum(['fast', 'slow']), z.string().regex(/\$\{\{/)]).default('fast'),
      count: z.bigint().optional(),
    }),
  });

  it('are what the schema of the type makes of them', () => {
    expect(settingsOf({ text: '${{ params.name }}' }, strict)).toEqual({ text: 'Ada', mode: 'fast' });
  });

  it('fail with every key that the type does not take so', () => {
    expect(() =>
      settingsOf(
        { text: '${{ params.list }}', mode: '${{ params.name }}', count: '${{ params.count }}' },
        strict,
      ),
    ).toThrow(/^After evaluation the settings are not what 'strict' takes: text: .+; mode: .+$/);
  });

  it('are checked where there was just a literal `${{` too', () => {
    expect(() => settingsOf({ mode: '$${{' }, strict)).not.toThrow();
    expect(() => settingsOf({ mode: '$$${{ x', other: '$${{' }, strict)).toThrow(/other/);
  });
});

describe('the environment of a task', () => {
  it('is empty, and needs no scope, where the task has none', () => {
    expect(planFor(loose).env(untouched)).toEqual({});
  });

  it('is formatted text', () => {
    expect(
      envOf({
        PLAIN: 'as it is',
        COUNT: '${{ params.count }}',
        RATE: '${{ params.rate }}',
        ON: '${{ params.on }}',
        DAY: '${{ params.day }}',
        LIST: '${{ params.list }}',
        MIXED: '${{ params.name }} has ${{ params.count }}',
        ESCAPED: '$${{ params.name }}',
      }),
    ).toEqual({
      PLAIN: 'as it is',
      COUNT: '3',
      RATE: '1.5',
      ON: 'true',
      DAY: '2026-11-20',
      LIST: '[1,"two"]',
      MIXED: 'Ada has 3',
      ESCAPED: '${{ params.name }}',
    });
  });

  it('leaves out a variable that is null; within text null is empty', () => {
    expect(envOf({ GONE: '${{ params.nothing }}', HERE: '<${{ params.nothing }}>', EMPTY: '' })).toEqual({
      HERE: '<>',
      EMPTY: '',
    });
  });

  it('fails where an expression fails', () => {
    expect(() => envOf({ X: '${{ params.unknown }}' })).toThrow(/unknown/);
  });
});

describe('what the expressions of a dispatched task see', () => {
  const dispatch = dispatchOf('a', {
    run: {
      round: 2,
      logicalDate: [Date.UTC(2026, 0, 2, 3, 4, 5), 'Europe/Berlin'],
      scheduledTime: Date.UTC(2026, 0, 2, 3, 4, 0),
      labels: { team: 'data' },
    },
    inputs: {
      params: { day: { $date: '2026-11-20' }, count: 3, share: { $double: 2 }, nothing: null },
      tasks: {
        load: { state: 'succeeded', attempt: 2, outputs: { rows: 7, file: 'x.csv' } },
        'no-data': { state: 'skipped', attempt: 0, outputs: {} },
      },
    },
  });
  const seen = (text: string, { run, inputs } = dispatch): unknown =>
    planFor(loose, { settings: { seen: text } }).settings(() => scopeOfDispatch(run, inputs))['seen'];

  it.each<[string, Value]>([
    ['params.day', { kind: 'date', iso: '2026-11-20' }],
    ['params.count', 3n],
    ['params.share', 2],
    ['params.nothing', null],
    ['run.id', 'run-1'],
    ['run.round', 2n],
    ['run.logicalDate', { kind: 'datetime', epochMs: Date.UTC(2026, 0, 2, 3, 4, 5), zone: 'Europe/Berlin' }],
    ['run.scheduledTime', { kind: 'datetime', epochMs: Date.UTC(2026, 0, 2, 3, 4), zone: 'Europe/Berlin' }],
    ['run.startTime', { kind: 'datetime', epochMs: Date.UTC(2026, 0, 2, 3, 4, 6), zone: 'Europe/Berlin' }],
    ['run.trigger', 'manual'],
    ['run.labels.team', 'data'],
    ['tasks.load.outputs.rows + 1', 8n],
    ['tasks.load.outputs.file', 'x.csv'],
    ['tasks.load.state', 'succeeded'],
    ['tasks.load.attempt', 2n],
    ["tasks['no-data'].state", 'skipped'],
  ])('is %s', (expression, value) => {
    expect(seen(`\${{ ${expression} }}`)).toEqual(value);
  });

  it('is the logical date as a script would write it, in the zone of the schedule', () => {
    expect(seen('at ${{ run.logicalDate }}')).toBe('at 2026-01-02T04:04:05+01:00');
  });

  it('is null for the scheduled time of a run that no schedule started', () => {
    expect(seen('${{ run.scheduledTime }}', dispatchOf('a'))).toBe(null);
  });

  it('is nothing of a param or a task that the dispatch does not bring', () => {
    expect(() => seen('${{ params.other }}')).toThrow(/other/);
    expect(() => seen('${{ tasks.other.state }}')).toThrow(/other/);
  });
});
