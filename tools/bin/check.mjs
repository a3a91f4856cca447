/** `npm run check`: format, types, lint and unit tests, stopping at the first that fails. */
import { CHECKS, runStep, seconds } from './steps.mjs';

const UNIT = {
  name: 'unit tests',
  runs: [['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--passWithNoTests']],
};

const since = performance.now();
const steps = [...CHECKS, UNIT];
const failed = await firstFailure(steps);
console.log(
  failed === undefined ? `all good (${seconds(since)})` : `stopped at ${failed} (${seconds(since)})`,
);
process.exitCode = failed === undefined ? 0 : 1;

async function firstFailure([step, ...rest]) {
  if (step === undefined) return undefined;
  return (await runStep(step)) ? firstFailure(rest) : step.name;
}
