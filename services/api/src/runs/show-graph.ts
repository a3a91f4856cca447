import type { RunGraphAnswer, WorkflowGraphAnswer } from '@millrace/api-contract';
import type { WorkflowGraph } from '@millrace/dag';
import type { TaskRunRow } from '@millrace/persistence';

/** The effective graph as the API shows it. */
export function showGraph(graph: WorkflowGraph): WorkflowGraphAnswer {
  const nodes = graph.tasks.map(({ name, level, definition: { type, title } }) => {
    return { name, type, level, ...(title === undefined ? {} : { title }) };
  });
  const edges = graph.tasks.flatMap((task) => {
    return task.needs.flatMap((need) => {
      const from = graph.tasks[need]?.name;
      return from === undefined ? [] : [{ from, to: task.name }];
    });
  });
  return { nodes, edges, levels: Math.max(-1, ...nodes.map(({ level }) => level)) + 1 };
}

/** The same with the states of a run's task runs. */
export function showRunGraph(graph: WorkflowGraph, rows: ReadonlyMap<string, TaskRunRow>): RunGraphAnswer {
  const { nodes, edges, levels } = showGraph(graph);
  const withStates = nodes.map((node) => {
    const row = rows.get(node.name);
    return { ...node, state: row?.state ?? ('waiting' as const), allowed: row?.allowed ?? false };
  });
  return { nodes: withStates, edges, levels };
}
