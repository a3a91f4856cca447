import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MillraceClient } from '@millrace/api-contract';
import { ApiProbe } from '../api-probe.js';
import { apply, start, untilEnded } from '../client-steps.js';
import { CommandLine } from '../command-line.js';
import { untilLine } from '../follow.js';
import { Gate } from '../gate.js';
import { BROKEN, GATED, TYPED, gateOf } from '../sample-workflows.js';
import type { RunningSystem } from '../running-system.js';

/** A server with two runs that have ended, and a folder in which commands are typed that know of it. */
export class CommandWorld {
  /** Of its own: what commands leave in it is seen. */
  readonly cwd = mkdtempSync(join(tmpdir(), 'millrace-typed-'));
  /** Types commands as one who knows of the server. */
  readonly millrace = new CommandLine(this.cwd, () => ({ ...this.system.environment, TMPDIR: this.cwd }));
  /** A run of workflow `typed` that succeeded. */
  finished = '';
  /** A run of workflow `broken`. */
  failed = '';
  private probe: ApiProbe | undefined;

  constructor(readonly system: RunningSystem) {}

  async start(): Promise<void> {
    await this.system.start();
    this.probe = ApiProbe.of(this.system);
    this.finished = await this.ended(TYPED, { params: { region: 'eu' } });
    this.failed = await this.ended(BROKEN);
  }

  async end(): Promise<void> {
    await this.system.remove();
    rmSync(this.cwd, { recursive: true, force: true });
  }

  get client(): MillraceClient {
    if (this.probe) return this.probe.client;
    throw new Error('The server of the commands does not run.');
  }

  /** The folder of the server. */
  get folder(): string {
    return this.system.folder;
  }

  /** The command line where no server is known. */
  elsewhere(env: Readonly<Record<string, string>> = {}): CommandLine {
    const away = { MILLRACE_DATA: join(this.cwd, 'no-such-folder'), TMPDIR: this.cwd };
    return new CommandLine(this.cwd, () => ({ ...away, ...env }));
  }

  /** Writes a file where commands are typed; gives its name. */
  file(name: string, text: string): string {
    writeFileSync(join(this.cwd, name), text);
    return name;
  }

  /** A run whose task has written its first line and goes on until its gate opens. */
  async gated(): Promise<{ readonly run: string; readonly gate: Gate }> {
    const gate = new Gate(this.folder);
    const run = await start(this.client, await apply(this.client, GATED), gateOf(gate));
    await untilLine(this.client, { run, task: 'wait' }, 'one');
    return { run, gate };
  }

  /** A run that has ended. */
  async ended(text: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const run = await start(this.client, await apply(this.client, text), body);
    await untilEnded(this.client, run);
    return run;
  }
}
