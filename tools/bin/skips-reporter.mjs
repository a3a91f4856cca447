/** A reporter for vitest: writes down why each skipped test did not run, which its JSON reporter leaves out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SKIPS } from './test-report.mjs';

function reasonOf(test) {
  if (test.options.mode === 'todo') return 'still to be written';
  const otherwise = test.options.mode === 'skip' ? 'marked to be skipped' : 'not reached';
  return test.result().note ?? otherwise;
}

export default class SkipsReporter {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const skips = tests.map((test) => ({
      file: test.module.moduleId,
      name: test.fullName.replaceAll(' > ', ' '),
      reason: reasonOf(test),
    }));
    mkdirSync(dirname(SKIPS), { recursive: true });
    writeFileSync(SKIPS, JSON.stringify(skips));
  }
}
