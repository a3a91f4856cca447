/**
 * Writes a workflow of 2 000 tasks to standard output: 40 stages of 50, each task after three of the stage before.
 * Look at: how the engine takes a large graph, and how the graph is shown.
 * Try: node examples/big-2000.mjs > big-2000.yaml && millrace exec big-2000.yaml
 */
const STAGES = 40;
const WIDTH = 50;

const nameOf = (stage, place) => `s${stage}-${(place + WIDTH) % WIDTH}`;

function taskLine(stage, place) {
  const needs = stage === 0 ? [] : [-1, 0, 1].map((step) => nameOf(stage - 1, place + step));
  return `  ${nameOf(stage, place)}: { type: noop, needs: [${needs.join(', ')}] }`;
}

const head = ['apiVersion: v1', 'kind: Workflow', 'name: big-2000', 'tasks:'];
const tasks = Array.from({ length: STAGES * WIDTH }, (_, index) =>
  taskLine(Math.floor(index / WIDTH), index % WIDTH),
);
process.stdout.write(`${[...head, ...tasks].join('\n')}\n`);
