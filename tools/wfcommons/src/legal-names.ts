const MAX_TASK_NAME = 127;
const MAX_SLUG = 63;

/** Names that no task may have (workflow-format §3), and those that a reader of YAML would take for a value. */
const REFUSED = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'true',
  'false',
  'null',
  'True',
  'False',
  'Null',
]);

/** A legal task name for each id, all different; ids that are legal stay as they are. */
export function uniqueNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(ids.filter(isLegal));
  const names = new Map<string, string>();
  for (const id of ids) {
    if (isLegal(id)) names.set(id, id);
    else {
      const name = firstFree(legalForm(id), taken);
      taken.add(name);
      names.set(id, name);
    }
  }
  return names;
}

/** A slug (workflow-format §1) made of any text: small letters, digits, `_` and `-`, at most 63 characters. */
export function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX_SLUG)
    .replace(/[-_]+$/, '');
  return slug === '' ? 'workflow' : slug;
}

function isLegal(name: string): boolean {
  return name.length <= MAX_TASK_NAME && /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !REFUSED.has(name);
}

function legalForm(id: string): string {
  const form = id.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, MAX_TASK_NAME);
  return isLegal(form) ? form : `t_${form}`.slice(0, MAX_TASK_NAME);
}

function firstFree(form: string, taken: ReadonlySet<string>): string {
  if (!taken.has(form)) return form;
  for (let number = 2; ; number += 1) {
    const suffix = `_${number}`;
    const name = form.slice(0, MAX_TASK_NAME - suffix.length) + suffix;
    if (!taken.has(name)) return name;
  }
}
