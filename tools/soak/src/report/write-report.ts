import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SoakResult } from '../judge/soak-result.js';
import { markdownReport } from './markdown-report.js';
import { soakPicture } from './soak-picture.js';
import { jsonOf, summaryOf } from './summary.js';

/** Writes what a soak has come to into its folder. */
export function writeReport(folder: string, result: SoakResult): void {
  writeFileSync(join(folder, 'result.json'), `${JSON.stringify(jsonOf(result, folder), null, 2)}\n`);
  writeFileSync(join(folder, 'summary.txt'), `${summaryOf(result)}\n`);
  writeFileSync(join(folder, 'soak.svg'), soakPicture(result));
  writeFileSync(join(folder, 'report.md'), markdownReport(result));
}
