import type { Command } from 'commander';
import type { WorkerListOptions } from '../commands/worker-list.js';
import type { WorkflowApplyOptions } from '../commands/workflow-apply.js';
import type { WorkflowGetOptions } from '../commands/workflow-get.js';
import type { WorkflowGraphOptions } from '../commands/workflow-graph.js';
import type { WorkflowListOptions } from '../commands/workflow-list.js';
import type { WorkflowValidateOptions } from '../commands/workflow-validate.js';
import type { CliContext } from '../context.js';
import { wholeNumber } from '../input/option-values.js';
import { withOutput, withServer } from './common-options.js';
import type { Finish } from './run-commands.js';

const NAME = 'WORKFLOW, or PROJECT/WORKFLOW';
const FILES = 'workflow files, YAML or JSON; - for stdin';

function addWriting(workflow: Command, context: CliContext, finish: Finish): void {
  withServer(withOutput(workflow.command('validate')))
    .summary('check workflow files; needs no server')
    .argument('<file...>', FILES)
    .action(async (files: readonly string[], options: WorkflowValidateOptions) => {
      finish(
        await (await import('../commands/workflow-validate.js')).workflowValidate(context, files, options),
      );
    });
  withServer(withOutput(workflow.command('apply')))
    .summary('publish workflow files')
    .argument('<file...>', FILES)
    .option('--dry-run', 'tell what would change, change nothing')
    .action(async (files: readonly string[], options: WorkflowApplyOptions) => {
      finish(await (await import('../commands/workflow-apply.js')).workflowApply(context, files, options));
    });
}

function addReading(workflow: Command, context: CliContext, finish: Finish): void {
  withServer(withOutput(workflow.command('list')))
    .summary('list workflows')
    .option('--project <project>', 'of this project, default all')
    .option('--limit <n>', 'how many, default all', wholeNumber(1))
    .action(async (options: WorkflowListOptions) => {
      finish(await (await import('../commands/workflow-list.js')).workflowList(context, options));
    });
  withServer(withOutput(workflow.command('get')))
    .summary('print a workflow')
    .argument('<workflow>', NAME)
    .option('--project <project>', 'default: default')
    .option('--version <n>', 'this version, default the newest', wholeNumber(1))
    .option('--source', 'the text of its file')
    .action(async (name: string, options: WorkflowGetOptions) => {
      finish(await (await import('../commands/workflow-get.js')).workflowGet(context, name, options));
    });
  withServer(withOutput(workflow.command('graph')))
    .summary('print the tasks of a workflow by their needs')
    .argument('<workflow>', NAME)
    .option('--project <project>', 'default: default')
    .option('--version <n>', 'of this version, default the newest', wholeNumber(1))
    .action(async (name: string, options: WorkflowGraphOptions) => {
      finish(await (await import('../commands/workflow-graph.js')).workflowGraph(context, name, options));
    });
}

export function addWorkflowCommands(program: Command, context: CliContext, finish: Finish): void {
  const workflow = program.command('workflow').summary('check, publish and show workflows');
  addWriting(workflow, context, finish);
  addReading(workflow, context, finish);
}

export function addWorkerCommands(program: Command, context: CliContext, finish: Finish): void {
  const worker = program.command('worker').summary('show workers');
  withServer(withOutput(worker.command('list')))
    .summary('list workers')
    .action(async (options: WorkerListOptions) => {
      finish(await (await import('../commands/worker-list.js')).workerList(context, options));
    });
}
