import type { SectionShape } from '../schema/shape.js';
import { shapeAt } from '../schema/shape.js';
import { defaultText } from '../values/default-text.js';
import type { FoundValues } from '../values/found-values.js';
import { nameOfPath } from '../values/setting-path.js';
import type { SettingPath } from '../values/setting-path.js';
import { shownValue } from './issue-text.js';
import type { ProblemList } from './problem-list.js';

export interface RelationReport {
  readonly shape: SectionShape;
  readonly values: FoundValues;
  readonly problems: ProblemList;
  readonly fileIsBroken: boolean;
}

/** Says that settings do not fit together: each with its value and where that comes from. */
export function reportRelation(message: string, paths: readonly SettingPath[], report: RelationReport): void {
  const { values, problems, fileIsBroken } = report;
  const found = paths.filter((path) => values.at(path) !== undefined);
  // What is not known of one of them, or comes from a file that could not be read, says nothing about the others.
  if (paths.some((path) => values.isBroken(path)) || (fileIsBroken && found.length < paths.length)) return;
  const first = found[0];
  const origin = first && values.originOf(first);
  const texts = paths.map((path) => `${nameOfPath(path)} (${sourceText(path, path === first, report)})`);
  problems.add(origin, `${texts.join(' and ')}: ${message}`);
}

function sourceText(path: SettingPath, isNamed: boolean, { shape, values }: RelationReport): string {
  const { secret = false, fallback } = shapeAt(shape, path) ?? {};
  const raw = values.at(path);
  if (raw === undefined) {
    const text = secret ? undefined : defaultText(fallback);
    return text === undefined ? 'not set' : `${text}, the default`;
  }
  const value = shownValue({ raw, secret });
  const place = isNamed ? undefined : values.originOf(path)?.place;
  return place === undefined ? value : `${value}, ${place}`;
}
