import { CatalogueFeed } from '@millrace/events';
import type { Project } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ProjectEntry } from '@millrace/events';
import { Controller, Res } from '@nestjs/common';
import { CatalogueWriter } from '../catalogue/catalogue-writer.js';
import { notFound } from '../http/api-problem.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply } from '../http/http-types.js';
import { pageByKey } from '../http/name-page.js';

@Controller()
export class ProjectsController {
  constructor(
    private readonly feed: CatalogueFeed,
    private readonly writer: CatalogueWriter,
  ) {}

  @Handles(routes.listProjects)
  list(@Input(routes.listProjects) { query }: Given<typeof routes.listProjects>): {
    readonly items: readonly Project[];
    readonly nextCursor: string | null;
  } {
    const { items, nextCursor } = pageByKey(this.feed.catalogue.allProjects(), ({ project }) => project, {
      ...query,
      list: routes.listProjects.path,
    });
    return { items: items.map(show), nextCursor };
  }

  @Handles(routes.getProject)
  get(@Input(routes.getProject) { params }: Given<typeof routes.getProject>): Project {
    const entry = this.feed.catalogue.project(params.project);
    if (!entry) throw notFound('UNKNOWN_PROJECT', `There is no project '${params.project}'.`);
    return show(entry);
  }

  @Handles(routes.putProject)
  async put(
    @Input(routes.putProject) { params, body }: Given<typeof routes.putProject>,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Project> {
    const { entry, created } = await this.writer.putProject({ name: params.project, ...body });
    if (created) reply.code(201);
    return show(entry);
  }
}

function show({ project, title, description, createdAt }: ProjectEntry): Project {
  return {
    name: project,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    createdAt: new Date(createdAt).toISOString(),
  };
}
