import type { Command } from 'commander';
import type { ProjectionOptions } from '../commands/projection-status.js';
import type { CliContext } from '../context.js';
import { withOutput, withServer } from './common-options.js';
import type { Finish } from './run-commands.js';

/** What looks after the read model. */
export function addProjectionCommands(program: Command, context: CliContext, finish: Finish): void {
  const projection = program.command('projection').summary('look after the read model');
  withServer(withOutput(projection.command('status')))
    .summary('print how far the read model follows the log')
    .action(async (options: ProjectionOptions) => {
      finish(await (await import('../commands/projection-status.js')).projectionStatus(context, options));
    });
  withServer(withOutput(projection.command('rebuild')))
    .summary('make the read model anew from the log')
    .action(async (options: ProjectionOptions) => {
      finish(await (await import('../commands/projection-rebuild.js')).projectionRebuild(context, options));
    });
}
