import type { z } from 'zod';
import { relationOf } from '../schema/relations.js';
import type { SectionShape } from '../schema/shape.js';
import { shapeAt } from '../schema/shape.js';
import type { FoundValues } from '../values/found-values.js';
import type { SettingSlot } from '../values/setting-slot.js';
import { nameOfPath } from '../values/setting-path.js';
import type { SettingPath } from '../values/setting-path.js';
import { issueText } from './issue-text.js';
import type { ProblemList } from './problem-list.js';
import { reportRelation } from './report-relation.js';

type Issue = z.core.$ZodIssue;

export interface IssueReport {
  readonly shape: SectionShape;
  readonly slots: readonly SettingSlot[];
  readonly values: FoundValues;
  readonly problems: ProblemList;
  /** The file of settings; undefined when there is none. */
  readonly file: string | undefined;
  /** Nothing is known of the file: what is missing may stand there. */
  readonly fileIsBroken: boolean;
}

/** Says what is wrong with the values, each with the place that it comes from. */
export function reportIssues(issues: readonly Issue[], report: IssueReport): void {
  for (const issue of issues) {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const relation = relationOf(issue)?.map((setting) => [...path, ...setting.split('.')]);
    if (relation !== undefined) reportRelation(issue.message, relation, report);
    else reportValue(issue, path, report);
  }
}

function reportValue(issue: Issue, path: SettingPath, report: IssueReport): void {
  const { shape, values, problems, fileIsBroken } = report;
  const raw = values.at(path);
  if (raw === undefined && issue.code !== 'custom') {
    if (!fileIsBroken && !values.isBroken(path)) problems.add(undefined, missingText(path, report));
    return;
  }
  const origin = values.originOf(path);
  const secret = shapeAt(shape, path)?.secret === true;
  const inVariable = origin !== undefined && origin.position === undefined;
  const name = path.length === 0 ? 'the settings' : nameOfPath(path);
  problems.add(origin, `${name}: ${issueText(issue, { raw, secret, inVariable })}`);
}

function missingText(path: SettingPath, { slots, file }: IssueReport): string {
  const name = nameOfPath(path);
  const { variable, fileVariable } = slots.find((slot) => nameOfPath(slot.path) === name) ?? {};
  const inFile = file === undefined ? 'in a file named by --config' : `in ${file}`;
  const byVariable = variable === undefined ? '' : ` or by the variable ${variable}`;
  const bySecret = fileVariable === undefined ? '' : `, or name a file that holds it by ${fileVariable}`;
  return `${name}: is missing; set it ${inFile}${byVariable}${bySecret}`;
}
