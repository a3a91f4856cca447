import type { WorkerItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { Controller } from '@nestjs/common';
import { Handles } from '../http/handles.js';
import { WorkerView } from './worker-view.js';

@Controller()
export class WorkersController {
  constructor(private readonly view: WorkerView) {}

  @Handles(routes.listWorkers)
  list(): { readonly items: readonly WorkerItem[] } {
    return { items: this.view.all() };
  }
}
