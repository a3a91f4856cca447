import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expectGroupGone } from '@millrace/tasks/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { killLeftovers, killMarked } from './leftovers.js';

const WORK = `/tmp/millrace-leftovers-${process.pid}`;

describe('what an earlier process left running', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function start(program: string, args: readonly string[], env: Record<string, string> = {}): number {
    const child = spawn(program, args, {
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, ...env },
    });
    children.push(child);
    return child.pid ?? 0;
  }
  const startTime = (pid: number): string => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  };

  it('is killed with its whole process group', async () => {
    const pid = start('sh', ['-c', 'sleep 1000 & sleep 1000; true']);
    expect(killLeftovers([{ entry: 'spawn', key: 'a', pid, startTime: startTime(pid) }])).toBe(1);
    await expectGroupGone(pid);
  });

  it('is not another process that has its pid by now', () => {
    const pid = start('sleep', ['1000']);
    expect(killLeftovers([{ entry: 'spawn', key: 'a', pid, startTime: '1' }])).toBe(0);
    expect(children[0]?.kill(0)).toBe(true);
  });

  it('is found by its environment when no journal names its session, and nothing else is', async () => {
    const marked = start('sleep', ['1000'], { MILLRACE_OUTPUT: `${WORK}/1/.millrace-output` });
    start('sleep', ['1000'], { MILLRACE_OUTPUT: `${WORK}-other/1/.millrace-output` });
    const [first, other] = children;
    const gone = first && once(first, 'exit');
    expect(killMarked(WORK)).toBe(1);
    expect((await gone)?.[1]).toBe('SIGKILL');
    await expectGroupGone(marked);
    expect(other?.kill(0)).toBe(true);
  });
});
