/**
 * `npm test`: the checks, then unit, integration and end-to-end tests. A check that fails counts as one failure and
 * does not keep the tests from running. The real parts for the cluster tests are started before, and left running;
 * that one cannot be had is no failure here: the suites that need it say so by name, and fail with CI=true. The last line sums up everything; the exit code is 0 only when something
 * passed and nothing failed.
 */
import { CHECKS, runNode, runStep, seconds } from './steps.mjs';
import { readReport, removeReports, reportPath } from './test-report.mjs';

const STACK = { name: 'stack', runs: [['tools/stack/dist/main.js', 'up']] };

const PROJECTS = ['unit', 'int', 'e2e'];

async function runProject(project) {
  const since = performance.now();
  removeReports(project);
  console.log(`\n== ${project} tests`);
  const { ok } = await runNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...['--project', project, '--passWithNoTests'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath(project)}`],
      '--reporter=./tools/bin/skips-reporter.mjs',
    ],
    { shown: true },
  );
  console.log(`${ok ? '✓' : '✗'} ${project} tests (${seconds(since)})`);
  return readReport(project, { ok });
}

function tellOf(title, lines) {
  if (lines.length > 0) console.log(`\n${title}\n${lines.map((line) => `  - ${line}`).join('\n')}`);
}

const failedChecks = [];
for (const check of CHECKS) {
  if (!(await runStep(check))) failedChecks.push(check.name);
}
await runStep(STACK);
const reports = [];
for (const project of PROJECTS) {
  reports.push(await runProject(project));
}

const passed = reports.reduce((sum, report) => sum + report.passed, 0);
const failures = [
  ...failedChecks.map((name) => `check: ${name}`),
  ...reports.flatMap((report) => report.failed),
];
const skipped = reports.flatMap((report) => report.skipped);
const nothingRan = passed === 0 && reports.every((report) => report.failed.length === 0);

tellOf('SKIPPED, so nothing is known about:', skipped);
tellOf('FAILED:', failures);
if (nothingRan) console.log('\nNo test ran: that is a failure.');
console.log(
  `\n${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
);
process.exitCode = failures.length > 0 || nothingRan ? 1 : 0;
