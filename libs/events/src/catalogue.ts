import type { WorkflowGraph } from '@millrace/dag';
import { buildGraph } from '@millrace/dag';
import { goesBack } from './catalog-order.js';
import type {
  CatalogEntry,
  DefinitionEntry,
  EntryName,
  ProjectEntry,
  ReaderEntry,
  VersionEntry,
  WorkflowEntry,
} from './messages/catalog-entry.js';

/** The fold of topic `catalog`: projects, workflows with their versions, definitions by hash. */
export class Catalogue {
  private readonly projects = new Map<string, ProjectEntry>();
  private readonly workflows = new Map<string, WorkflowEntry>();
  private readonly definitions = new Map<string, DefinitionEntry>();
  private readonly readers = new Map<string, ReaderEntry>();
  /** Large ones take much memory: kept only as long as a run or somebody else holds them. */
  private readonly graphs = new Map<string, WeakRef<WorkflowGraph>>();

  /**
   * Takes an entry, unless it is older than what is known or contradicts it: the catalogue never goes back. Gives whether
   * it was taken.
   */
  apply(entry: CatalogEntry): boolean {
    if (goesBack(entry, this.find(entry))) return false;
    if (entry.kind === 'reader') this.readers.set(entry.name, entry);
    else if (entry.kind === 'project') this.projects.set(entry.project, entry);
    else if (entry.kind === 'definition') this.definitions.set(entry.hash, entry);
    else this.workflows.set(`${entry.project}/${entry.workflow}`, entry);
    return true;
  }

  /** The key under which an entry stands in the compacted topic. */
  static keyOf(entry: EntryName): string {
    if (entry.kind === 'reader') return `reader/${entry.name}`;
    if (entry.kind === 'project') return `project/${entry.project}`;
    if (entry.kind === 'definition') return `definition/${entry.hash}`;
    return `workflow/${entry.project}/${entry.workflow}`;
  }

  /** How far each registered reader has come in a partition. */
  readersOf(partition: number): readonly number[] {
    return [...this.readers.values()].map(({ positions }) => positions[partition] ?? 0);
  }

  /** What is known of the object. */
  find(name: EntryName): CatalogEntry | undefined {
    if (name.kind === 'reader') return this.readers.get(name.name);
    if (name.kind === 'project') return this.project(name.project);
    if (name.kind === 'definition') return this.definition(name.hash);
    return this.workflow(name.project, name.workflow);
  }

  /** All that people publish, each after what it names: projects, definitions, workflows. */
  *published(): Iterable<ProjectEntry | DefinitionEntry | WorkflowEntry> {
    yield* this.projects.values();
    yield* this.definitions.values();
    yield* this.workflows.values();
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
