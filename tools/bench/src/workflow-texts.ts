/** A workflow file with these lines as its tasks. */
function workflowText(name: string, tasks: readonly string[]): string {
  return ['apiVersion: v1', 'kind: Workflow', `name: ${name}`, 'tasks:', ...tasks, ''].join('\n');
}

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** `count` tasks side by side. */
export function parallelText(name: string, count: number, task = 'type: noop'): string {
  return workflowText(
    name,
    indices(count).map((index) => `  t${index}: { ${task} }`),
  );
}

/** `count` no-op tasks one after the other. */
export function chainText(name: string, count: number): string {
  const needs = (index: number): string => (index === 0 ? '' : `, needs: [t${index - 1}]`);
  return workflowText(
    name,
    indices(count).map((index) => `  t${index}: { type: noop${needs(index)} }`),
  );
}

/** One no-op task, `width` after it, one after all of these. */
export function fanOutText(name: string, width: number): string {
  const middle = indices(width).map((index) => `  m${index}: { type: noop, needs: [first] }`);
  const all = indices(width).map((index) => `m${index}`);
  const last = `  last: { type: noop, needs: [${all.join(', ')}] }`;
  return workflowText(name, ['  first: { type: noop }', ...middle, last]);
}
