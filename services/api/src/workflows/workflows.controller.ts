import { CatalogueFeed } from '@millrace/events';
import type { Workflow, WorkflowGraphAnswer, WorkflowSummary, WorkflowVersion } from '@millrace/api-contract';
import { pathOf, routes } from '@millrace/api-contract';
import { Controller, Req, Res } from '@nestjs/common';
import { notFound } from '../http/api-problem.js';
import { tagCondition, tagMatches, versionTag } from '../http/entity-tag.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { pageByKey } from '../http/name-page.js';
import { showGraph } from '../runs/show-graph.js';
import { showSummary, showVersion, showWorkflow } from './show-workflow.js';
import type { FoundVersion } from './workflow-finder.js';
import { WorkflowFinder } from './workflow-finder.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

@Controller()
export class WorkflowsController {
  constructor(
    private readonly finder: WorkflowFinder,
    private readonly feed: CatalogueFeed,
  ) {}

  @Handles(routes.listWorkflows)
  list(
    @Input(routes.listWorkflows) { params, query }: Given<typeof routes.listWorkflows>,
  ): Page<WorkflowSummary> {
    const found = this.finder.ofProject(params.project);
    const { items, nextCursor } = pageByKey(found, ({ workflow }) => workflow, {
      ...query,
      list: pathOf(routes.listWorkflows, params),
    });
    return { items: items.map(showSummary), nextCursor };
  }

  @Handles(routes.getWorkflow)
  get(
    @Input(routes.getWorkflow) { params }: Given<typeof routes.getWorkflow>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Workflow | undefined {
    return answerUnlessKnown(this.finder.version(params), request, reply);
  }

  @Handles(routes.listVersions)
  versions(
    @Input(routes.listVersions) { params, query }: Given<typeof routes.listVersions>,
  ): Page<WorkflowVersion> {
    const { versions } = this.finder.workflow(params);
    const page = { ...query, list: pathOf(routes.listVersions, params) };
    const { items, nextCursor } = pageByKey(versions, ({ version }) => version, page, 'descending');
    return { items: items.map((entry) => showVersion(params, entry)), nextCursor };
  }

  @Handles(routes.getVersion)
  version(
    @Input(routes.getVersion) { params }: Given<typeof routes.getVersion>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Workflow | undefined {
    return answerUnlessKnown(this.finder.version(params, params.version), request, reply);
  }

  @Handles(routes.getWorkflowGraph)
  graph(
    @Input(routes.getWorkflowGraph) { params, query }: Given<typeof routes.getWorkflowGraph>,
  ): WorkflowGraphAnswer {
    const { entry } = this.finder.version(params, query.version);
    const graph = this.feed.catalogue.graph(entry.definition);
    if (!graph)
      throw notFound(
        'UNKNOWN_VERSION',
        `Version ${entry.version} of ${params.project}/${params.workflow} has no definition.`,
      );
    return showGraph(graph);
  }
}

/** 304 without a body when the asker has this version already. */
function answerUnlessKnown(
  found: FoundVersion,
  request: HttpRequest,
  reply: HttpReply,
): Workflow | undefined {
  const tag = versionTag(found.entry);
  reply.header('etag', tag);
  if (!tagMatches(tagCondition(request, 'if-none-match'), tag)) return showWorkflow(found);
  reply.code(304);
  return undefined;
}
