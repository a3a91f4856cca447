import type { Instance, InstanceTask } from './instance.js';
import { slugOf, uniqueNames } from './legal-names.js';
import type { WorkflowDocument } from './workflow-yaml.js';

/** What stands in for the traced program: a `noop` that takes no slot of a process, or a `sleep` in a shell. */
export type RunnableType = 'noop' | 'shell';

export interface ConvertOptions {
  /** Name of the workflow, made a slug; default: the name that the instance gives itself. */
  readonly name?: string;
  /** What a traced second becomes, in seconds; default 0.001. */
  readonly factor?: number;
  /** Default `noop`. */
  readonly type?: RunnableType;
}

/** A workflow with the graph of the instance: a task for each of its tasks, a need for each of its edges. */
export function convertInstance(instance: Instance, options: ConvertOptions = {}): WorkflowDocument {
  const { factor = 0.001, type = 'noop' } = options;
  const names = uniqueNames(instance.tasks.map((task) => task.id));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const tasks = instance.tasks.map((task): [string, Readonly<Record<string, unknown>>] => {
    const needs = task.parents.map(nameOf);
    return [nameOf(task.id), { ...settingsOf(task, type, factor), ...(needs.length > 0 ? { needs } : {}) }];
  });
  return {
    apiVersion: 'v1',
    kind: 'Workflow',
    name: slugOf(options.name ?? instance.name),
    description: `${instance.tasks.length} tasks of the traced workflow ${instance.name}, runtimes times ${factor}.`,
    tasks: Object.fromEntries(tasks),
  };
}

function settingsOf(
  task: InstanceTask,
  type: RunnableType,
  factor: number,
): Readonly<Record<string, unknown>> {
  const milliseconds = Math.round(task.runtime * factor * 1000);
  if (type === 'shell') return { type, script: `sleep ${milliseconds / 1000}` };
  return milliseconds === 0 ? { type } : { type, duration: `${milliseconds}ms` };
}
