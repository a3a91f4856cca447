import type { CliContext, Output } from '../src/context.js';

export interface TestOutput extends Output {
  readonly text: () => string;
}

export interface TestContext extends CliContext {
  readonly stdout: TestOutput;
  readonly stderr: TestOutput;
  /** What Ctrl-C does. */
  readonly interrupt: () => void;
  /** Resolves once stderr holds the text. */
  readonly said: (text: string) => Promise<void>;
}

export interface TestWorld {
  /** Whether both streams are terminals. */
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly now?: () => number;
  readonly enginePath?: string;
}

function testOutput(isTTY: boolean, changed: () => void): TestOutput {
  const written: string[] = [];
  return {
    isTTY,
    columns: 80,
    rows: 24,
    write: (text) => {
      written.push(text);
      changed();
    },
    failure: () => undefined,
    drained: () => Promise.resolve(),
    text: () => written.join(''),
  };
}

/** A world for a command that remembers what is written. */
export function testContext(world: TestWorld = {}): TestContext {
  const waiting = new Set<() => void>();
  const stderr = testOutput(world.terminal === true, () => {
    waiting.forEach((look) => {
      look();
    });
  });
  const handlers: (() => void)[] = [];
  return {
    stdout: testOutput(world.terminal === true, () => undefined),
    stderr,
    readStdin: () => Promise.resolve(Buffer.from(world.stdin ?? '')),
    env: world.env ?? {},
    cwd: world.cwd ?? '/nowhere',
    now: world.now ?? (() => Date.UTC(2026, 10, 20, 12)),
    interrupts: {
      take: (handler) => {
        handlers.push(handler);
        return () => handlers.splice(handlers.indexOf(handler), 1);
      },
    },
    readerGone: new AbortController().signal,
    enginePath: world.enginePath ?? '/nowhere/engine.js',
    clusterPath: '/nowhere/cluster.js',
    checkerPath: '/nowhere/checker.js',
    interrupt: () => handlers.at(-1)?.(),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!stderr.text().includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
