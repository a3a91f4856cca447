/** Reads what a run of vitest left behind: names of the tests that passed, failed and did not run. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './steps.mjs';

/** Where `skips-reporter.mjs` writes why tests were skipped. */
export const SKIPS = join(ROOT, '.build/test-skips.json');

export const reportPath = (project) => join(ROOT, `.build/test-${project}.json`);

/** Removes the reports of an earlier run, so that they cannot be taken for the coming one. */
export function removeReports(project) {
  [SKIPS, reportPath(project)].forEach((path) => rmSync(path, { force: true }));
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const place = (path) => relative(ROOT, path);

function namesWith(files, statuses) {
  return files.flatMap((file) =>
    file.assertionResults
      .filter((test) => statuses.includes(test.status))
      .map((test) => `${place(file.name)}: ${test.fullName}`),
  );
}

/** Files that broke outside of their tests: an import that does not resolve, a hook that throws. */
function brokenFiles(files) {
  return files
    .filter(
      (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    )
    .map((file) => `${place(file.name)}: ${file.message || 'broke outside of its tests'}`);
}

function withReasons(names) {
  const skips = existsSync(SKIPS) ? readJson(SKIPS) : [];
  const reasons = new Map(skips.map(({ file, name, reason }) => [`${place(file)}: ${name}`, reason]));
  return names.map((name) => `${name} (${reasons.get(name) ?? 'not reached'})`);
}

/**
 * `ok`: whether vitest ended well. When it did not and no test says why (an unhandled error, a crash), that itself is
 * a failure.
 */
export function readReport(project, { ok }) {
  const path = reportPath(project);
  if (!existsSync(path)) return { passed: 0, failed: [`${project}: vitest left no report`], skipped: [] };
  const { testResults } = readJson(path);
  const failed = [...namesWith(testResults, ['failed']), ...brokenFiles(testResults)];
  return {
    passed: namesWith(testResults, ['passed']).length,
    failed: !ok && failed.length === 0 ? [`${project}: vitest failed outside of the tests`] : failed,
    skipped: withReasons(namesWith(testResults, ['skipped', 'pending', 'todo', 'disabled'])),
  };
}
