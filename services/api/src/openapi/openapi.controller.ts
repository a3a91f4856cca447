import type { JsonSchema } from '@millrace/api-contract';
import { openApi, routes } from '@millrace/api-contract';
import { Controller } from '@nestjs/common';
import { ApiOptions } from '../api-options.js';
import { Handles } from '../http/handles.js';

@Controller()
export class OpenApiController {
  private document: JsonSchema | undefined;

  constructor(private readonly options: ApiOptions) {}

  @Handles(routes.getOpenApi)
  get(): JsonSchema {
    this.document ??= openApi(this.options.version);
    return this.document;
  }
}
