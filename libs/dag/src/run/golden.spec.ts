import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_SCENARIOS } from '../../testing/golden-scenarios.js';
import type { Scenario } from '../../testing/golden-scenarios.js';
import { graphOf } from '../../testing/index.js';
import { canonicalJson } from '../definition/canonical-json.js';
import type { JsonValue, WorkflowDefinition } from '../definition/workflow-definition.js';
import { canonicalState } from './canonical-state.js';
import { isRunEnded } from './lifecycle.js';
import { events } from './events/index.js';
import type { AnyEvent } from './run.js';
import { evolve } from './run.js';
import type { RunState } from './state.js';

/**
 * A red test here means: give the event a new version, do not change the file. MILLRACE_GOLDEN=new records scenarios
 * that have no file yet; MILLRACE_GOLDEN=rewrite records all anew, which is allowed only before the first release.
 */
const DIR = resolve(import.meta.dirname, '../../golden');
const mode = process.env['MILLRACE_GOLDEN'];

interface Golden {
  readonly definition: WorkflowDefinition;
  readonly history: readonly (AnyEvent & { readonly at: number })[];
  readonly state: JsonValue;
}

function record(name: string, scenario: Scenario): void {
  const { definition, history, run } = scenario();
  const lines = [
    { golden: 1, scenario: name, definition },
    ...history.map(({ at, event: { type, v, data } }) => ({ at, type, v, data })),
    { state: canonicalState(run) },
  ];
  writeFileSync(pathOf(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function read(name: string): Golden {
  const lines = readFileSync(pathOf(name), 'utf8').trimEnd().split('\n');
  const [header, ...rest] = lines.map((line) => JSON.parse(line));
  const last = rest.pop();
  return { definition: header.definition, history: rest, state: last.state };
}

function pathOf(name: string): string {
  return join(DIR, `${name}.jsonl`);
}

function replay({ definition, history }: Golden): RunState {
  const graph = graphOf(definition);
  let run: RunState | undefined;
  for (const { at, ...event } of history)
    run = evolve(run, event, at, (hash) => (hash === graph.hash ? graph : undefined));
  if (!run) throw new Error('The history is empty.');
  return run;
}

for (const [name, scenario] of Object.entries(GOLDEN_SCENARIOS)) {
  if (mode === 'rewrite' || (mode === 'new' && !existsSync(pathOf(name)))) record(name, scenario);
}

const recorded = readdirSync(DIR)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.slice(0, -'.jsonl'.length));

describe('golden histories', () => {
  it('exist for every scenario', () => {
    expect(Object.keys(GOLDEN_SCENARIOS).filter((name) => !recorded.includes(name))).toEqual([]);
  });

  it('hold every type of event that a run has', () => {
    const seen = new Set(recorded.flatMap((name) => read(name).history.map((event) => event.type)));

    expect([...events.keys()].filter((type) => !seen.has(type))).toEqual([]);
  });

  it.each(recorded)('%s replays to the recorded state', (name) => {
    const golden = read(name);
    const run = replay(golden);

    expect(canonicalJson(canonicalState(run))).toBe(canonicalJson(golden.state));
    expect(isRunEnded(run.phase)).toBe(true);
  });

  it.each(recorded)('%s has events that their schemas still take', (name) => {
    for (const { type, v, data } of read(name).history) {
      const definition = events.get(type);
      expect(definition?.version).toBeGreaterThanOrEqual(v);
      expect(definition?.schema.parse(data)).toEqual(data);
    }
  });
});
