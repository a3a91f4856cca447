import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { CgroupGuard } from '../src/process/guard/cgroup.js';
import type { ProcessGuard } from '../src/process/guard/process-guard.js';
import type { NamespaceRight } from '../src/process/guard/pid-namespace.js';
import { SOURCE } from './source-spawner.js';

/** A guard, and by which right it is to be had. */
export interface WantedGuard {
  readonly name: ProcessGuard;
  readonly right?: NamespaceRight;
}

interface HostOrder {
  readonly script: string;
  /** What the host says of its lease: nothing, this once, or again and again. */
  readonly liveMs?: number;
  readonly renews?: boolean;
}

const PROCESS = new URL('../src/process/', import.meta.url).href;
let hosts = 0;

/** A process that starts a script as a worker does, for tests that kill or freeze it. */
export class GuardHost {
  /** Text in the arguments of whatever belongs to this host. */
  readonly token = `1000.${process.pid}${(hosts += 1)}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-host-'));
  private child: ChildProcess | undefined;
  /** Lines of the script, and of the host. */
  readonly said: string[] = [];
  private waiting: { readonly text: string; readonly resolve: () => void }[] = [];

  /** Removed, and all that it has started, when the test ends. */
  constructor(private readonly guard: WantedGuard) {
    onTestFinished(async () => {
      this.signal('SIGKILL');
      for (const pid of this.survivors()) killQuietly(pid);
      if (guard.name === 'cgroup') await (await CgroupGuard.open(this.folder)).clear();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Text in the environment of what it starts. */
  get mark(): string {
    return `MILLRACE_OUTPUT=${this.folder}/`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(order: HostOrder): void {
    const args = [
      ...SOURCE.execArgv,
      '--experimental-transform-types',
      '--input-type=module',
      '-e',
      this.code(order),
    ];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.child.stdout)
      createInterface({ input: this.child.stdout }).on('line', (line) => this.heard(line));
  }

  /** Resolves when the script, or the host, has written this line. */
  until(text: string): Promise<void> {
    if (this.said.includes(text)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ text, resolve }));
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Pids of what runs and was started with the token, whatever group, session or environment it has. */
  survivors(): readonly number[] {
    return sleepersOf(this.token);
  }

  private heard(line: string): void {
    this.said.push(line);
    for (const { text, resolve } of this.waiting) if (text === line) resolve();
  }

  private code({ script, liveMs, renews }: HostOrder): string {
    const { name, right } = this.guard;
    const order = {
      command: ['sh', '-c', script],
      workDir: this.folder,
      env: { PATH: process.env['PATH'] ?? '', MILLRACE_OUTPUT: `${this.folder}/1` },
    };
    const guard =
      right === undefined
        ? `chooseGuard(${JSON.stringify(name)}, ${JSON.stringify(this.folder)})`
        : `pidNamespaceGuard(${JSON.stringify([right])})`;
    return `
      const { Spawner } = await import('${PROCESS}spawner/spawner.ts');
      const { chooseGuard } = await import('${PROCESS}guard/choose-guard.ts');
      const { pidNamespaceGuard } = await import('${PROCESS}guard/pid-namespace.ts');
      const guard = await ${guard};
      const options = {
        entry: new URL(${JSON.stringify(SOURCE.entry.href)}), execArgv: ${JSON.stringify(SOURCE.execArgv)},
        guard, mark: ${JSON.stringify(this.mark)},
      };
      const spawner = new Spawner(${JSON.stringify(join(this.folder, 'pipes'))}, options);
      const liveMs = ${String(liveMs)};
      if (liveMs !== undefined) spawner.live(liveMs);
      if (${String(renews === true)}) {
        setInterval(() => spawner.live(liveMs), liveMs / 10);
        setTimeout(() => console.log('renewed'), liveMs * 2);
      }
      const started = await spawner.start(${JSON.stringify(order)});
      started.stdout.pipe(process.stdout);`;
  }
}

/** Processes that have left the session of their script, and one that has also dropped its environment. */
export function escapes(token: string, { keepsEnvironment = false } = {}): string {
  return [
    `setsid nohup sleep ${token} > /dev/null 2>&1 &`,
    `(setsid sh -c 'sleep ${token} & sleep ${token}' > /dev/null 2>&1 &)`,
    keepsEnvironment ? '' : `(env -i setsid sleep ${token} > /dev/null 2>&1 &)`,
    `sleep ${token} &`,
    // The first line of a command line with NULs for ends of lines is the program, the second the token; it is no
    // argument of grep itself.
    `while [ "$(grep -lzx '${token.replace('.', '[.]')}' /proc/[0-9]*/cmdline 2> /dev/null | wc -l)" -lt ${keepsEnvironment ? 4 : 5} ]; do sleep 0.01; done`,
    'echo up',
    'wait',
  ].join('\n');
}

/** Pids of what sleeps for this long. */
export function sleepersOf(token: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && commandOf(pid).includes(`sleep\0${token}\0`));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
