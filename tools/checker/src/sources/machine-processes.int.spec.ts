import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { attemptOf, machineProcesses } from './machine-processes.js';

describe('the processes of attempts', () => {
  it('are known by what their worker gives them', () => {
    const marks = ['PATH=/bin', 'MILLRACE_RUN_ID=r', 'MILLRACE_TASK=a=b', 'MILLRACE_ATTEMPT=2', ''];
    expect(attemptOf(marks.join('\0'))).toEqual({ run: 'r', task: 'a=b', attempt: 2 });
    expect(attemptOf(marks.slice(0, 3).join('\0'))).toBeUndefined();
    expect(attemptOf('')).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('are found while they run', async () => {
    const env = { MILLRACE_RUN_ID: 'a run of this test', MILLRACE_TASK: 'wait', MILLRACE_ATTEMPT: '1' };
    const child = spawn('/bin/sh', ['-c', 'echo ready; read -r _'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const own = machineProcesses.running().filter(({ run }) => run === env.MILLRACE_RUN_ID);
    child.stdin.end();
    await once(child, 'exit');

    expect(own).toEqual([{ pid: child.pid, run: env.MILLRACE_RUN_ID, task: 'wait', attempt: 1 }]);
    expect(machineProcesses.running().some(({ run }) => run === env.MILLRACE_RUN_ID)).toBe(false);
  });
});
