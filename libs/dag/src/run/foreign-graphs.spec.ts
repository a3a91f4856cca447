import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithFixtures } from '@millrace/testing';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Outcomes, TaskInit } from '../../testing/index.js';
import { RunDriver, graphOf, runToEnd, switchTask, workflow } from '../../testing/index.js';
import { readySet } from '../definition/graph.js';
import { isTaskRunEnded } from './lifecycle.js';

const name = (node: number): string => `n${node}`;
const edges = z.array(z.tuple([z.number(), z.number()]));
const read = <T>(path: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(path, 'utf8')));

const needsOf = (
  node: number,
  list: readonly (readonly [number, number, ...unknown[]])[],
): readonly string[] => list.filter(([, to]) => to === node).map(([from]) => name(from));

describeWithFixtures('graphs of PowerJob that are valid or not', (dir) => {
  const schema = z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        nodes: z.array(z.number()),
        edges,
        valid: z.boolean(),
        roots: z.array(z.number()).optional(),
      }),
    ),
  });

  it.each(read(join(dir, 'dags/powerjob-dag-valid.json'), schema).cases)('$name', (one) => {
    const build = () =>
      workflow(Object.fromEntries(one.nodes.map((node) => [name(node), needsOf(node, one.edges)])));
    if (!one.valid) return expect(build).toThrow('cycle');

    const graph = graphOf(build());
    expect(graph.roots.map((index) => graph.tasks[index]?.name)).toEqual(one.roots?.map(name));
  });
});

describeWithFixtures('ready nodes of PowerJob, disabled nodes as enabled: false', (dir) => {
  const schema = z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        nodes: z.array(z.number()),
        edges,
        disabled: z.array(z.number()),
        states: z.record(z.string(), z.string()),
        ready: z.array(z.number()),
      }),
    ),
  });

  // A failure counts as finished there: every task has runIf: all-done.
  const definitionOf = (one: z.infer<typeof schema>['cases'][number]) =>
    workflow(
      Object.fromEntries(
        one.nodes.map((node): [string, TaskInit] => [
          name(node),
          { needs: needsOf(node, one.edges), enabled: !one.disabled.includes(node), runIf: 'all-done' },
        ]),
      ),
    );

  it.each(read(join(dir, 'dags/powerjob-ready-nodes.json'), schema).cases)('$name', (one) => {
    const graph = graphOf(definitionOf(one));
    const settled = Object.keys(one.states).map((node) => graph.indexOf.get(`n${node}`) ?? -1);

    expect(readySet(graph, new Set(settled)).map((index) => graph.tasks[index]?.name)).toEqual(
      one.ready.map(name),
    );
  });

  it.each(read(join(dir, 'dags/powerjob-ready-nodes.json'), schema).cases)('$name in a run', (one) => {
    const ended = Object.entries(one.states).map(
      ([node, state]) => [`n${node}`, state.startsWith('FAILED') ? 'failed' : 'succeeded'] as const,
    );
    const outcomes: Outcomes = {
      ...Object.fromEntries(one.nodes.map((node) => [name(node), 'silent'])),
      ...Object.fromEntries(ended),
    };
    const { states } = new RunDriver(definitionOf(one), outcomes).start();

    expect(Object.keys(states).filter((task) => states[task] === 'running')).toEqual(one.ready.map(name));
  });
});

describeWithFixtures('decisions of PowerJob as switch tasks', (dir) => {
  const off = { disabledNodes: z.array(z.number()), disabledEdges: edges };
  const schema = z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        nodes: z.record(z.string(), z.string()),
        edges: z.array(
          z.union([z.tuple([z.number(), z.number(), z.string()]), z.tuple([z.number(), z.number()])]),
        ),
        handle: z.array(z.number()),
        afterFirst: z.object(off).optional(),
        ...off,
      }),
    ),
  });
  const { cases } = read(join(dir, 'dags/powerjob-decisions.json'), schema);

  /** The first decision is taken at once, later ones a second later each; workers never end what they have. */
  const driverOf = ({ nodes, edges: list }: (typeof cases)[number]) => {
    let decisions = 0;
    const tasks = Object.entries(nodes).map(([node, kind]): [string, TaskInit] => {
      const needs = needsOf(Number(node), list);
      if (!kind.startsWith('decision:')) return [`n${node}`, { needs }];
      const labelled = (label: string) =>
        list.filter(([from, , on]) => from === Number(node) && on === label).map(([, to]) => name(to));
      const chosen = [{ if: kind.slice('decision:'.length), then: labelled('true') }];
      return [`n${node}`, switchTask(needs, chosen, labelled('false'), { delayMs: 1000 * decisions++ })];
    });
    return new RunDriver(workflow(Object.fromEntries(tasks))).start();
  };

  const disabledBy = (driver: RunDriver) => {
    const { run } = driver;
    return {
      disabledNodes: run.graph.tasks
        .filter((node) => run.tasks[node.index]?.state === 'skipped')
        .map((node) => node.name),
      skippedNeeds: run.graph.tasks.map((node) => [node.name, run.tasks[node.index]?.skippedNeeds]),
    };
  };

  const expectedOf = (nodes: object, { disabledNodes, disabledEdges }: z.infer<z.ZodObject<typeof off>>) => ({
    disabledNodes: disabledNodes.map(name),
    skippedNeeds: Object.keys(nodes).map((node) => [
      `n${node}`,
      disabledEdges.filter(([, to]) => to === Number(node)).length,
    ]),
  });

  it.each(cases)('$name', (one) => {
    const driver = driverOf(one);
    if (one.afterFirst) expect(disabledBy(driver)).toEqual(expectedOf(one.nodes, one.afterFirst));

    expect(disabledBy(driver.finish())).toEqual(expectedOf(one.nodes, one));
  });
});

describeWithFixtures('flows of Azkaban', (dir) => {
  const at = join(dir, 'dags/azkaban');
  const nodeSchema = z.object({
    name: z.string(),
    type: z.string(),
    condition: z.string().optional(),
    dependsOn: z.array(z.string()).default([]),
  });
  const ends = z.object({
    end: z.enum(['SUCCEEDED', 'FAILED']),
    outputs: z.record(z.string(), z.string()).optional(),
  });
  const expectedSchema = z.object({
    cases: z.array(
      z.object({
        flow: z.string(),
        given: z.record(z.string(), ends).default({}),
        jobs: z.record(z.string(), z.string()).default({}),
        state: z.string().optional(),
        refused: z.string().optional(),
      }),
    ),
  });
  const { cases } = read(join(at, 'expected.json'), expectedSchema);

  const nodesOf = (flow: string) =>
    z.object({ nodes: z.array(nodeSchema) }).parse(parse(readFileSync(join(at, flow), 'utf8'))).nodes;

  /** A job needs all its dependencies there; here that is said, since a skipped need alone does not stop all-success. */
  const taskOf = ({ dependsOn: needs, condition }: z.infer<typeof nodeSchema>): TaskInit => {
    if (condition === 'all_failed') return { needs, runIf: 'all-failed' };
    const all = needs.map((need) => `tasks.${need}.state == 'succeeded'`);
    const own =
      condition === undefined ? [] : [condition.replace(/\$\{(\w+):(\w+)\}/g, 'tasks.$1.outputs.$2')];
    return { needs, ...(needs.length === 0 ? {} : { if: [...all, ...own].join(' && ') }) };
  };

  const definitionOf = (flow: string) =>
    workflow(Object.fromEntries(nodesOf(flow).map((node) => [node.name, taskOf(node)])));

  const STATES: Readonly<Record<string, string>> = {
    SUCCEEDED: 'succeeded',
    FAILED: 'failed',
    CANCELLED: 'skipped',
  };

  it.each(cases.filter(({ refused }) => refused !== undefined))(
    '$flow is refused: $refused',
    ({ flow, refused }) => {
      expect(() => definitionOf(flow)).toThrow(refused);
    },
  );

  it.each(cases.filter(({ jobs }) => Object.keys(jobs).length > 0))(
    '$flow ends its jobs as expected',
    ({ flow, given, jobs }) => {
      const outcomes: Outcomes = Object.fromEntries(
        Object.entries(given).map(([job, { end, outputs }]) => [
          job,
          { end: end === 'FAILED' ? 'failed' : 'succeeded', ...(outputs ? { outputs } : {}) },
        ]),
      );
      const { states } = runToEnd(definitionOf(flow), outcomes);

      expect(states).toEqual(
        Object.fromEntries(Object.entries(jobs).map(([job, state]) => [job, STATES[state]])),
      );
    },
  );

  const NOT_COVERED = [
    ['conditional_flow2.flow: state KILLED', 'a run whose tasks were skipped by an `if` succeeds here'],
    [
      'conditional_flow4.flow: state SUCCEEDED',
      'only a conditions task handles a failure here, a trigger rule does not',
    ],
    [
      'embedded_flow.flow: accepted',
      'flows within flows are not built: a task of type workflow names another file',
    ],
  ] as const;

  console.info(['Not covered:', ...NOT_COVERED.map(([what, why]) => `${what} (${why})`)].join('\n  '));

  it.for(NOT_COVERED)('%s', ([, reason], context) => {
    context.skip(reason);
  });
});

describeWithFixtures('graphs with counted properties', (dir) => {
  const schema = z.object({
    stats: z.object({ tasks: z.number(), edges: z.number(), depth: z.number(), roots: z.number() }),
    tasks: z.array(z.object({ id: z.string(), dependsOn: z.array(z.string()) })),
  });
  const files = ['dags', 'dags/azkaban'].flatMap((folder) =>
    readdirSync(join(dir, folder)).flatMap((file) => {
      if (!file.endsWith('.json')) return [];
      const parsed = schema.safeParse(JSON.parse(readFileSync(join(dir, folder, file), 'utf8')));
      return parsed.success ? [{ file, ...parsed.data }] : [];
    }),
  );

  describe.each(files)('$file', ({ stats, tasks }) => {
    const slug = (id: string): string => id.replaceAll('.', '-');
    const definition = workflow(
      Object.fromEntries(tasks.map(({ id, dependsOn }) => [slug(id), dependsOn.map(slug)])),
    );

    it('has the same tasks, edges, roots and depth here', () => {
      const graph = graphOf(definition);

      expect({
        tasks: graph.tasks.length,
        edges: graph.tasks.reduce((sum, { needs }) => sum + needs.length, 0),
        depth: Math.max(...graph.tasks.map(({ level }) => level)) + 1,
        roots: graph.roots.length,
      }).toMatchObject({ tasks: stats.tasks, edges: stats.edges, depth: stats.depth, roots: stats.roots });
    });

    it('runs every task after its needs', () => {
      const ended = new Set<string>();
      const driver = runToEnd(definition);
      for (const { event } of driver.history) {
        if (event.type === 'AttemptSucceeded') ended.add(event.data.task);
        if (event.type === 'TaskQueued')
          expect(definition.tasks[event.data.task]?.needs.filter((need) => !ended.has(need))).toEqual([]);
      }
      expect(
        driver.run.tasks.every((task) => isTaskRunEnded(task.state)),
        driver.phase,
      ).toBe(true);
    });
  });
});
