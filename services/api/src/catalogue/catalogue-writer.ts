import type { PutWorkflowAnswer } from '@millrace/api-contract';
import type { WorkflowDefinition } from '@millrace/dag';
import { definitionHash } from '@millrace/dag';
import type { CatalogEntry, ProjectEntry, VersionEntry } from '@millrace/events';
import { Catalogue, CatalogueFeed, EventLog } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import type { TagCondition } from '../http/entity-tag.js';
import { tagMatches, versionTag } from '../http/entity-tag.js';
import { readWorkflowFile } from './read-workflow-file.js';

export interface PutWorkflow {
  readonly project: string;
  readonly workflow: string;
  readonly text: string;
  /** Check and compare, write nothing. */
  readonly dryRun: boolean;
  readonly ifMatch: TagCondition;
  readonly ifNoneMatch: TagCondition;
}

export interface PutResult extends PutWorkflowAnswer {
  /** ETag of the version that is the newest now. */
  readonly tag: string;
}

export interface PutProject {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * The only writer of topic `catalog`: publishes versions and keeps projects. Writes go one after the other, each
 * decided on what the one before left, because an entry of a workflow replaces the whole list of its versions. A log
 * has one writer of the catalogue; two processes would overwrite each other's versions.
 */
@Injectable()
export class CatalogueWriter {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly feed: CatalogueFeed,
  ) {}

  /** Publishes a file as the next version, unless the newest has the same canonical content. */
  putWorkflow(put: PutWorkflow): Promise<PutResult> {
    const { definition, warnings } = readWorkflowFile(put.text, put.project, put.workflow);
    return this.inTurn(() => this.publish(put, definition, [...warnings]));
  }

  /** Makes a project or changes what people read of it. */
  putProject({
    name,
    title,
    description,
  }: PutProject): Promise<{ readonly entry: ProjectEntry; readonly created: boolean }> {
    return this.inTurn(async () => {
      const present = this.feed.catalogue.project(name);
      const entry: ProjectEntry = {
        kind: 'project',
        project: name,
        createdAt: present?.createdAt ?? this.clock.now(),
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
      };
      await this.write([entry]);
      return { entry, created: present === undefined };
    });
  }

  private async publish(
    put: PutWorkflow,
    definition: WorkflowDefinition,
    warnings: PutResult['warnings'],
  ): Promise<PutResult> {
    const { project, workflow: name } = put;
    const newest = this.feed.catalogue.version(project, name);
    checkConditions(put, newest);
    const hash = definitionHash(definition);
    const unchanged = newest?.definition === hash;
    const version = unchanged
      ? newest
      : { version: (newest?.version ?? 0) + 1, definition: hash, publishedAt: this.clock.now() };
    if (!unchanged && !put.dryRun) await this.write(this.entriesOf(put, definition, version));
    const answer = {
      project,
      name,
      version: version.version,
      hash,
      created: newest === undefined,
      unchanged,
      warnings,
    };
    return { ...answer, tag: versionTag(version) };
  }

  /** A definition comes before the version that names it, the project before both. */
  private entriesOf(
    put: PutWorkflow,
    definition: WorkflowDefinition,
    version: VersionEntry,
  ): readonly CatalogEntry[] {
    const { project, workflow, text } = put;
    const { catalogue } = this.feed;
    const entries: CatalogEntry[] = [];
    if (!catalogue.project(project))
      entries.push({ kind: 'project', project, createdAt: version.publishedAt });
    const hash = version.definition;
    if (!catalogue.definition(hash)) entries.push({ kind: 'definition', hash, definition, source: text });
    const versions = [...(catalogue.workflow(project, workflow)?.versions ?? []), version];
    return [...entries, { kind: 'workflow', project, workflow, versions }];
  }

  /** Resolves when the entries are durable and the feed knows them. */
  private async write(entries: readonly CatalogEntry[]): Promise<void> {
    const records = entries.map((value) => ({ partition: 0, key: Catalogue.keyOf(value), value }));
    const offsets = await this.log.append('catalog', records);
    await this.feed.reached(Math.max(-1, ...offsets) + 1);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function checkConditions(
  { ifMatch, ifNoneMatch, project, workflow }: PutWorkflow,
  newest: VersionEntry | undefined,
): void {
  const tag = newest && versionTag(newest);
  const name = `${project}/${workflow}`;
  if (ifMatch !== 'none' && !tagMatches(ifMatch, tag)) {
    const there = newest ? `its newest version is ${newest.version} (${tag ?? ''})` : 'there is none';
    throw new ApiProblem(
      412,
      'STALE_VERSION',
      `Could not change ${name}: ${there}, If-Match names another.`,
      tag ? { headers: { etag: tag } } : {},
    );
  }
  if (tagMatches(ifNoneMatch, tag)) {
    throw new ApiProblem(
      412,
      'ALREADY_EXISTS',
      `Could not make ${name}: it exists, with version ${newest?.version ?? 0}.`,
    );
  }
}
