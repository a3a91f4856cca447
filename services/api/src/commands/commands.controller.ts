import type { CommandOutcome } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { Controller } from '@nestjs/common';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import { CommandOutcomes } from './command-outcomes.js';

@Controller()
export class CommandsController {
  constructor(private readonly outcomes: CommandOutcomes) {}

  @Handles(routes.getCommand)
  get(@Input(routes.getCommand) { params, query }: Given<typeof routes.getCommand>): Promise<CommandOutcome> {
    return this.outcomes.outcome(params.command, query.position);
  }
}
