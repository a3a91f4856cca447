import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { cpuSeconds, familyOf, residentMegabytes } from './process-stat.js';

it.runIf(process.platform === 'linux')('reads what this process has used', () => {
  const { user, system } = process.cpuUsage();
  expect(cpuSeconds(process.pid)).toBeCloseTo((user + system) / 1e6, 0);
  expect(residentMegabytes(process.pid) / (process.memoryUsage().rss / 1e6)).toBeCloseTo(1, 0);
});

it.runIf(process.platform === 'linux')('knows what a process has started', () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  expect(familyOf(process.pid)).toContain(child.pid);
  child.kill();
});
