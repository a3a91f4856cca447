import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type { ClusterOptions } from '../commands/cluster-process.js';
import type { CliContext } from '../context.js';
import type { Finish } from './run-commands.js';

const SERVICES = ['master', 'worker', 'api', 'logger'] as const;

const withConfig = (command: Command): Command =>
  command.option('--config <file>', 'file of settings; variables MILLRACE_… go before it');

/** What runs on Kafka, MySQL and Redis. */
export function addClusterCommands(program: Command, context: CliContext, finish: Finish): void {
  const run = async (words: readonly string[], options: ClusterOptions): Promise<void> => {
    finish(await (await import('../commands/cluster-process.js')).clusterProcess(context, words, options));
  };
  withConfig(program.command('serve'))
    .summary('run one service of a cluster')
    .addArgument(new Argument('<service>').choices(SERVICES))
    .action((service: string, options: ClusterOptions) => run(['serve', service], options));
  const topics = program.command('topics').summary('look after the topics of a cluster');
  const tools = [
    ['apply', 'make the topics, and set what differs'],
    ['diff', 'tell how the topics differ from what they should be'],
  ] as const;
  for (const [action, summary] of tools) {
    withConfig(topics.command(action))
      .summary(summary)
      .addOption(
        new Option('-o, --output <form>', 'form of the answer').choices(['text', 'json']).default('text'),
      )
      .action((options: ClusterOptions) => run(['topics', action], options));
  }
}
