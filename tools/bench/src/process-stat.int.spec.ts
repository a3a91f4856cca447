import { expect, it } from 'vitest';
import { cpuSeconds, residentMegabytes } from './process-stat.js';

it.runIf(process.platform === 'linux')('reads what this process has used', () => {
  const { user, system } = process.cpuUsage();
  expect(cpuSeconds(process.pid)).toBeCloseTo((user + system) / 1e6, 0);
  expect(residentMegabytes(process.pid) / (process.memoryUsage().rss / 1e6)).toBeCloseTo(1, 0);
});
