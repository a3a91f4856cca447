import type { WorkflowGraph } from '@millrace/dag';
import { buildGraph } from '@millrace/dag';
import type {
  CatalogEntry,
  DefinitionEntry,
  ProjectEntry,
  VersionEntry,
  WorkflowEntry,
} from './messages/catalog-entry.js';

/** The fold of topic `catalog`: projects, workflows with their versions, definitions by hash. */
export class Catalogue {
  private readonly projects = new Map<string, ProjectEntry>();
  private readonly workflows = new Map<string, WorkflowEntry>();
  private readonly definitions = new Map<string, DefinitionEntry>();
  /** Large ones take much memory: kept only as long as a run or somebody else holds them. */
  private readonly graphs = new Map<string, WeakRef<WorkflowGraph>>();

  apply(entry: CatalogEntry): void {
    if (entry.kind === 'project') this.projects.set(entry.project, entry);
    else if (entry.kind === 'definition') this.definitions.set(entry.hash, entry);
    else this.workflows.set(`${entry.project}/${entry.workflow}`, entry);
  }

  /** The key under which an entry stands in the compacted topic. */
  static keyOf(entry: CatalogEntry): string {
    if (entry.kind === 'project') return `project/${entry.project}`;
    if (entry.kind === 'definition') return `definition/${entry.hash}`;
    return `workflow/${entry.project}/${entry.workflow}`;
  }

  project(name: string): ProjectEntry | undefined {
    return this.projects.get(name);
  }

  allProjects(): readonly ProjectEntry[] {
    return [...this.projects.values()];
  }

  workflow(project: string, name: string): WorkflowEntry | undefined {
    return this.workflows.get(`${project}/${name}`);
  }

  allWorkflows(): readonly WorkflowEntry[] {
    return [...this.workflows.values()];
  }

  /** A version of a workflow; without a number the newest. */
  version(project: string, name: string, version?: number): VersionEntry | undefined {
    const versions = this.workflow(project, name)?.versions;
    return version === undefined ? versions?.at(-1) : versions?.find((entry) => entry.version === version);
  }

  definition(hash: string): DefinitionEntry | undefined {
    return this.definitions.get(hash);
  }

  /** The effective graph of a definition, one for all who hold it; undefined when the definition is not here. */
  graph(hash: string): WorkflowGraph | undefined {
    const built = this.graphs.get(hash)?.deref();
    if (built) return built;
    const entry = this.definitions.get(hash);
    if (!entry) return undefined;
    const graph = buildGraph(entry.definition, hash);
    this.graphs.set(hash, new WeakRef(graph));
    return graph;
  }
}
