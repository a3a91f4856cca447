import type { PutWorkflowAnswer, Validation } from '@millrace/api-contract';
import { pathOf, routes } from '@millrace/api-contract';
import { Controller, Req, Res } from '@nestjs/common';
import { CatalogueWriter } from '../catalogue/catalogue-writer.js';
import { checkWorkflowFile } from '../catalogue/read-workflow-file.js';
import { tagCondition } from '../http/entity-tag.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';

@Controller()
export class PublishWorkflowsController {
  constructor(private readonly writer: CatalogueWriter) {}

  @Handles(routes.validateWorkflow)
  validate(@Input(routes.validateWorkflow) { text }: Given<typeof routes.validateWorkflow>): Validation {
    const reading = checkWorkflowFile(text);
    if (!reading.valid) return { valid: false, problems: [...reading.problems] };
    const { project, name, tasks } = reading.definition;
    return { valid: true, project, name, tasks: Object.keys(tasks).length, warnings: [...reading.warnings] };
  }

  @Handles(routes.putWorkflow)
  async put(
    @Input(routes.putWorkflow) { params, query, text }: Given<typeof routes.putWorkflow>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<PutWorkflowAnswer> {
    const { tag, ...answer } = await this.writer.putWorkflow({
      ...params,
      text,
      dryRun: query.dryRun ?? false,
      ifMatch: tagCondition(request, 'if-match'),
      ifNoneMatch: tagCondition(request, 'if-none-match'),
    });
    reply.header('etag', tag).header('location', pathOf(routes.getWorkflow, params));
    if (answer.created && !query.dryRun) reply.code(201);
    return answer;
  }
}
