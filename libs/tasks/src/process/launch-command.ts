import type { SpawnOptionsWithStdioTuple, StdioNull, StdioPipe } from 'node:child_process';

/** A command line: the program and its arguments. Never a text that a shell would read. */
export type CommandLine = readonly [program: string, ...args: string[]];

export interface LaunchPlan {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>;
}

/**
 * How a command line becomes a process: leader of a new session and process group, no stdin, exactly the given
 * environment. This is the one place where a guard that outlives the worker (a PID namespace, a cgroup) wraps the
 * command; without one, a child that calls setsid itself leaves the group and is not found when the task is ended.
 */
export function launchCommand(
  command: CommandLine,
  place: { readonly workDir: string; readonly env: Readonly<Record<string, string>> },
): LaunchPlan {
  const [program, ...args] = command;
  return {
    program,
    args,
    options: {
      cwd: place.workDir,
      env: { ...place.env },
      detached: true,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  };
}
