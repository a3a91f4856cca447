import { describe, expect, it } from 'vitest';
import { definitionOf, SAMPLE_TYPES, workflowText } from './parse-samples.contract.js';
import { parseWorkflowDocument } from './parse-workflow.js';

const SALES = `apiVersion: v1
kind: Workflow
name: daily-sales
project: retail
description: Loads yesterday's sales.
labels: { team: sales }
params:
  region: { type: string, enum: [eu, us], default: eu }
  day: { type: date, default: "\${{ run.logicalDate.minusDays(1) }}" }
defaults: { timeout: 30m, retry: { max: 2, delay: 30s, backoff: exponential }, env: { TZ: UTC, A: "1" } }
timeout: 2h
failureStrategy: end
x-owner: { mail: sales@example.org }
tasks:
  extract:
    type: shell
    title: Holt die Umsätze
    env: { REGION: "\${{ params.region }}", A: "2" }
    retry: { max: 3, on: [failed] }
    x-note: seen
    outputs: { rows: integer }
    script: |
      ./extract.sh "$REGION"
  check:
    type: switch
    needs: [extract]
    cases: [{ if: "int(tasks.extract.outputs.rows) == 0", then: [no-data] }]
    else: [load]
  load: { type: shell, needs: [check], script: ./load.sh, delivery: at-most-once, retry: { max: 0 } }
  no-data: { type: http, needs: [check], request: { method: POST, url: "https://hooks.example.org/empty" } }
`;

const RETRY = {
  max: 2,
  delayMs: 30_000,
  backoff: 'exponential',
  maxDelayMs: 3_600_000,
  jitter: 0,
  on: ['failed', 'timed-out'],
};
const NO_RETRY = {
  max: 0,
  delayMs: 10_000,
  backoff: 'constant',
  maxDelayMs: 3_600_000,
  jitter: 0,
  on: ['failed', 'timed-out'],
};
const TASK = {
  needs: [],
  runIf: 'all-success',
  enabled: true,
  allowFailure: false,
  retry: RETRY,
  timeoutMs: 1_800_000,
  delayMs: 0,
  priority: 'medium',
  workerGroup: 'default',
  env: { TZ: 'UTC', A: '1' },
  delivery: 'at-least-once',
  onWorkerLost: 'rerun-after-grace',
  onWorkerLostGraceMs: 30_000,
};

describe('a workflow file becomes a definition', () => {
  it('with every default filled in', () => {
    expect(definitionOf(SALES)).toEqual({
      apiVersion: 'v1',
      kind: 'Workflow',
      name: 'daily-sales',
      project: 'retail',
      description: "Loads yesterday's sales.",
      labels: { team: 'sales' },
      params: {
        region: { type: 'string', enum: ['eu', 'us'], default: 'eu', required: false, secret: false },
        day: { type: 'date', default: '${{ run.logicalDate.minusDays(1) }}', required: false, secret: false },
      },
      timeoutMs: 7_200_000,
      priority: 'medium',
      timezone: 'UTC',
      failureStrategy: 'end',
      extensions: { 'x-owner': { mail: 'sales@example.org' } },
      tasks: {
        extract: {
          ...TASK,
          type: 'shell',
          title: 'Holt die Umsätze',
          env: { TZ: 'UTC', A: '2', REGION: '${{ params.region }}' },
          retry: { ...RETRY, max: 3, on: ['failed'] },
          outputs: { rows: 'integer' },
          extensions: { 'x-note': 'seen' },
          settings: { script: './extract.sh "$REGION"\n' },
        },
        check: {
          ...TASK,
          type: 'switch',
          needs: ['extract'],
          retry: NO_RETRY,
          timeoutMs: undefined,
          env: {},
          settings: {
            cases: [{ if: 'int(tasks.extract.outputs.rows) == 0', then: ['no-data'] }],
            else: ['load'],
          },
        },
        load: {
          ...TASK,
          type: 'shell',
          needs: ['check'],
          retry: { ...RETRY, max: 0 },
          delivery: 'at-most-once',
          onWorkerLost: 'hold',
          settings: { script: './load.sh' },
        },
        'no-data': {
          ...TASK,
          type: 'http',
          needs: ['check'],
          settings: { request: { method: 'POST', url: 'https://hooks.example.org/empty' } },
        },
      },
    });
  });

  it('in the order of the file', () => {
    expect(Object.keys(definitionOf(SALES).tasks)).toEqual(['extract', 'check', 'load', 'no-data']);
  });

  it('with records that have no prototype', () => {
    const { tasks, params, labels, extensions } = definitionOf(SALES);
    const records = [
      tasks,
      params,
      labels,
      extensions,
      tasks.extract?.env,
      tasks.extract?.outputs,
      tasks.extract?.settings,
    ];
    for (const record of records) expect(Object.getPrototypeOf(record)).toBeNull();
  });

  it('that is plain JSON', () => {
    const definition = definitionOf(SALES);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });

  it('from JSON as from YAML, text or parsed', () => {
    const body = {
      apiVersion: 'v1',
      kind: 'Workflow',
      name: 'sample',
      tasks: { a: { type: 'noop', title: 'a/"b"\u{1f680}' } },
    };
    const parsed = parseWorkflowDocument(body, SAMPLE_TYPES);
    expect(parsed).toEqual({
      ok: true,
      definition: definitionOf(JSON.stringify(body, null, '\t')),
      warnings: [],
    });
    expect(parsed.ok && parsed.definition.tasks.a?.title).toBe('a/"b"\u{1f680}');
  });

  it('in which conditions always wait for all their needs', () => {
    const text = workflowText(
      '  a: { type: noop }\n  b: { type: conditions, needs: [a], when: "tasks.a.state == \'failed\'" }',
    );
    expect(definitionOf(text).tasks.b).toMatchObject({
      runIf: 'all-done',
      settings: { when: "tasks.a.state == 'failed'", success: [], failure: [] },
    });
  });

  it('in which the own key of a type may be called as a shared one', () => {
    const { tasks } = definitionOf(workflowText('  a: { type: noop, outputs: { rows: [1] } }'));
    expect(tasks.a).toMatchObject({ settings: { outputs: { rows: [1] } } });
    expect(tasks.a).not.toHaveProperty('outputs');
  });
});
