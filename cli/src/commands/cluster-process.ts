import { resolve } from 'node:path';
import type { CliContext } from '../context.js';
import { becomeProcess } from '../engine/become-process.js';
import type { ExitCode } from '../exit-codes.js';

export interface ClusterOptions {
  /** File of settings; without it there are those of the environment only. */
  readonly config?: string;
  readonly output?: 'json' | 'text';
}

/** Runs one service of a cluster, or what looks after its topics, in the foreground. `words`: what it is to do. */
export async function clusterProcess(
  context: CliContext,
  words: readonly string[],
  { config, output }: ClusterOptions,
): Promise<ExitCode> {
  const file = config === undefined ? [] : ['--config', resolve(context.cwd, config)];
  const json = output === 'json' ? ['--json'] : [];
  return await becomeProcess(context, context.clusterPath, [...words, ...file, ...json]);
}
