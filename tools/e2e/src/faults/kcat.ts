import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** A record as `kcat` shows it. */
export interface ShownRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
}

/** No key of a test has it, and no JSON of one line. */
const BETWEEN = '\t';

/** `kcat`, the stock client of other teams, on some brokers. */
export class Kcat {
  constructor(private readonly brokers: readonly string[]) {}

  /** Puts messages on a topic, each with its key. `options`: as people type them. Throws what it says when it fails. */
  async produce(
    topic: string,
    messages: readonly (readonly [key: string, value: string])[],
    options: readonly string[] = [],
  ): Promise<void> {
    const lines = messages.map(([key, value]) => `${key}${BETWEEN}${value}\n`).join('');
    await this.run(['-P', '-t', topic, '-K', BETWEEN, ...options], lines);
  }

  /** Everything that stands in a topic at present. */
  async consume(topic: string): Promise<readonly ShownRecord[]> {
    const format = ['%p', '%o', '%k', '%s'].join(BETWEEN);
    const out = await this.run(['-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', `${format}\\n`]);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [partition, offset, key = '', value = ''] = line.split(BETWEEN);
        return { partition: Number(partition), offset: Number(offset), key, value };
      });
  }

  private async run(args: readonly string[], input = ''): Promise<string> {
    const child = spawn('kcat', ['-b', this.brokers.join(','), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [[code], out, err] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    if (code !== 0) throw new Error(`kcat ended with ${code}: ${err}`);
    return out;
  }
}
