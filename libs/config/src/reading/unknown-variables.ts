import { didYouMean } from '@millrace/dag';
import type { ProblemList } from '../report/problem-list.js';
import type { SectionShape } from '../schema/shape.js';
import { originInVariable } from '../values/origin.js';
import type { SettingSlot } from '../values/setting-slot.js';
import { variablesOf } from '../values/setting-slot.js';
import { nameOfPath } from '../values/setting-path.js';
import { variableName } from '../values/variable-name.js';

/** What Kubernetes sets for a service whose name begins like the variables of a section. */
const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)?)$/;

/** Reports variables that look like settings of one of the sections and are none. Others are somebody else's. */
export function refuseUnknownVariables(
  env: Readonly<NodeJS.ProcessEnv>,
  shape: SectionShape,
  slots: readonly SettingSlot[],
  problems: ProblemList,
): void {
  const known = new Set(slots.flatMap(variablesOf));
  const sections = [...shape.keys.keys()].map((key) => variableName([key]));
  const isOurs = (name: string): boolean =>
    sections.some((section) => name === section || name.startsWith(`${section}_`));
  for (const [name, text] of Object.entries(env).sort()) {
    if (text === undefined || known.has(name) || !isOurs(name)) continue;
    problems.add(originInVariable(name), `there is no such setting; ${hintFor(name, slots, known)}`);
  }
}

function hintFor(name: string, slots: readonly SettingSlot[], known: ReadonlySet<string>): string {
  return (
    fileOnlyHint(name, slots) ??
    noSecretHint(name, slots) ??
    didYouMean(name, known) ??
    (SERVICE_LINK.test(name)
      ? 'if it was set by Kubernetes, switch that off by enableServiceLinks: false, else take it out'
      : 'take it out, or look its name up in the list of settings')
  );
}

function fileOnlyHint(name: string, slots: readonly SettingSlot[]): string | undefined {
  const slot = slots.find(({ path, variable }) => variable === undefined && variableName(path) === name);
  return slot && `${nameOfPath(slot.path)} can be set in the file only`;
}

function noSecretHint(name: string, slots: readonly SettingSlot[]): string | undefined {
  const slot = slots.find(({ variable }) => variable !== undefined && `${variable}_FILE` === name);
  return (
    slot &&
    `only secrets are read from files of their own: give ${nameOfPath(slot.path)} by ${slot.variable ?? ''}`
  );
}
