import type { PutWorkflowAnswer } from '@millrace/api-contract';
import type { WorkflowDefinition } from '@millrace/dag';
import { definitionHash } from '@millrace/dag';
import type { CatalogEntry, Catalogue, DefinitionEntry, ProjectEntry, VersionEntry } from '@millrace/events';
import { MAX_CATALOG_ENTRY_BYTES } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import type { TagCondition } from '../http/entity-tag.js';
import { tagMatches, versionTag } from '../http/entity-tag.js';
import type { CatalogueChange } from './catalogue-ledger.js';
import { CatalogueLedger } from './catalogue-ledger.js';
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

/** Publishes versions and keeps projects. */
@Injectable()
export class CatalogueWriter {
  constructor(
    private readonly ledger: CatalogueLedger,
    private readonly clock: Clock,
  ) {}

  /** Publishes a file as the next version, unless the newest has the same canonical content. */
  async putWorkflow(put: PutWorkflow): Promise<PutResult> {
    const { definition, warnings } = readWorkflowFile(put.text, put.project, put.workflow);
    const file = { put, warnings: [...warnings], entry: definitionEntry(definition, put.text) };
    const { project, workflow } = put;
    const names = [
      { kind: 'project', project },
      file.entry,
      { kind: 'workflow', project, workflow },
    ] as const;
    return await this.ledger.change(names, (present) => publish(file, present, this.clock.now()));
  }

  /** Makes a project or changes what people read of it. */
  putProject({
    name,
    title,
    description,
  }: PutProject): Promise<{ readonly entry: ProjectEntry; readonly created: boolean }> {
    return this.ledger.change([{ kind: 'project', project: name }], (catalogue) => {
      const present = catalogue.project(name);
      const entry: ProjectEntry = {
        kind: 'project',
        project: name,
        createdAt: present?.createdAt ?? this.clock.now(),
        revision: (present?.revision ?? 0) + 1,
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
      };
      return { entries: [entry], answer: { entry, created: present === undefined } };
    });
  }
}

interface PublishedFile {
  readonly put: PutWorkflow;
  readonly warnings: PutResult['warnings'];
  readonly entry: DefinitionEntry;
}

/** Throws ApiProblem BODY_TOO_LARGE: what no log takes must not wait in the way of others. */
function definitionEntry(definition: WorkflowDefinition, source: string): DefinitionEntry {
  const entry = { kind: 'definition', hash: definitionHash(definition), definition, source } as const;
  const bytes = Buffer.byteLength(JSON.stringify(entry));
  if (bytes <= MAX_CATALOG_ENTRY_BYTES) return entry;
  throw new ApiProblem(
    413,
    'BODY_TOO_LARGE',
    `The workflow has ${bytes} bytes with its text; at most ${MAX_CATALOG_ENTRY_BYTES} are taken. Split it into several.`,
  );
}

function publish(file: PublishedFile, present: Catalogue, now: number): CatalogueChange<PutResult> {
  const { put, warnings, entry } = file;
  const { project, workflow: name } = put;
  const newest = present.version(project, name);
  checkConditions(put, newest);
  const { hash } = entry;
  const unchanged = newest?.definition === hash;
  const version = unchanged
    ? newest
    : { version: (newest?.version ?? 0) + 1, definition: hash, publishedAt: now };
  const entries = unchanged || put.dryRun ? [] : entriesOf(file, present, version);
  const created = newest === undefined;
  const answer = { project, name, version: version.version, hash, created, unchanged, warnings };
  return { entries, answer: { ...answer, tag: versionTag(version) } };
}

/** A definition comes before the version that names it, the project before both. */
function entriesOf(
  { put: { project, workflow }, entry }: PublishedFile,
  present: Catalogue,
  version: VersionEntry,
): readonly CatalogEntry[] {
  const entries: CatalogEntry[] = [];
  if (!present.project(project)) entries.push({ kind: 'project', project, createdAt: version.publishedAt });
  if (!present.definition(entry.hash)) entries.push(entry);
  const versions = [...(present.workflow(project, workflow)?.versions ?? []), version];
  return [...entries, { kind: 'workflow', project, workflow, versions }];
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
