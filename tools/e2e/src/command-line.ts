import { join } from 'node:path';
import type { Ended } from './running-command.js';
import { RunningCommand } from './running-command.js';
import { REPOSITORY } from './repository.js';

const CLI = 'cli/dist/main.js';
/** The program itself, for a shell. */
export const CLI_MAIN = join(REPOSITORY, CLI);
const ESCAPE = '\u001b';

/** `millrace` as a user types it, with what tells of a server in its environment. */
export class CommandLine {
  private readonly driven = new Set<string>();

  constructor(
    /** The folder in which commands are typed. */
    readonly cwd: string,
    private readonly env: () => Readonly<Record<string, string | undefined>>,
  ) {}

  /** Starts a command that goes on. */
  start(...args: readonly string[]): RunningCommand {
    const words = args.slice(0, 2);
    this.driven.add(words.join(' ')).add(words[0] ?? '');
    return new RunningCommand([CLI, ...args], { env: { NO_COLOR: undefined, ...this.env() }, cwd: this.cwd });
  }

  /** Runs a command to its end. Throws when it colours what no terminal shows. */
  async run(...args: readonly string[]): Promise<Ended> {
    const ended = await this.start(...args).give().ended;
    if (`${ended.out}${ended.err}`.includes(ESCAPE))
      throw new Error(`Escape sequences of ${args.join(' ')}.`);
    return ended;
  }

  /** The same for text on its standard input. */
  runWith(text: string, ...args: readonly string[]): Promise<Ended> {
    return this.start(...args).give(text).ended;
  }

  /** Commands of the program that were not run: it names them itself, for the completions of a shell. */
  async undriven(): Promise<readonly string[]> {
    const { out } = await this.run('completion', 'bash');
    const paths = [...out.matchAll(/^ {4}'(.*)'\) words=/gm)].map(([, path = '']) => path);
    const leaves = paths.filter(
      (path) => path !== '' && !paths.some((other) => other.startsWith(`${path} `)),
    );
    if (leaves.length === 0) throw new Error('The completions name no command.');
    return leaves.filter((path) => !this.driven.has(path));
  }
}
