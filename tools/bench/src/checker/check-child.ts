/** Run with an exported log: checks it and prints what that took. */
import { checkLog, openExport } from '@millrace/checker';
import type { CheckTimes } from './check-log.js';

const source = openExport(process.argv[2] ?? '');
const since = performance.now();
const { violations } = await checkLog(source);
const ms = performance.now() - since;
const [first] = violations;
if (first) throw new Error(`The log breaks a promise: ${JSON.stringify(first)}`);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const times: CheckTimes = {
  ms,
  cpuMs: (userCPUTime + systemCPUTime) / 1000,
  peakBytes: maxRSS * 1024,
};
process.stdout.write(JSON.stringify(times));
