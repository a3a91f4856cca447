import { didYouMean } from './did-you-mean.js';
import type { DocumentPath, JsonRecord } from './document-path.js';
import { bareRecord, isList, isRecord } from './document-path.js';
import {
  FUTURE_TASK_KEYS,
  FUTURE_TASK_TYPES,
  NOT_YET_SUPPORTED,
  notYetSupported,
} from './future-features.js';
import { mergeTask } from './merge-task.js';
import { taskNameSchema } from './name-schemas.js';
import type { ProblemSink } from './problem-sink.js';
import { quoteText } from './quote-text.js';
import { asRecord, readPart } from './read-part.js';
import { readSettings } from './read-settings.js';
import { keptExtensions } from './split-extensions.js';
import type { DefaultsInput } from './task-schema.js';
import { taskSchema, taskShape } from './task-schema.js';
import type { TaskTypeRegister } from './task-type-register.js';
import { ownKeysOf } from './task-type-register.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import type { JsonValue, TaskDefinition } from './workflow-definition.js';

export interface TaskContext {
  readonly sink: ProblemSink;
  readonly types: TaskTypeRegister;
  readonly defaults: Partial<DefaultsInput>;
}

export interface ReadTask {
  readonly definition: TaskDefinition;
  /** Keys that were written but are not in order; the definition has their defaults. */
  readonly broken: ReadonlySet<string>;
}

/** Reads one task: the shared keys, the keys of its type, the defaults. */
export function readTask(context: TaskContext, path: DocumentPath, value: JsonValue): ReadTask {
  const { sink } = context;
  const record = asRecord(value, { sink, path });
  if (!isRecord(value))
    return { definition: { ...mergeTask('', {}, {}), settings: {} }, broken: new Set(['needs']) };
  const type = typeof record.type === 'string' ? record.type : '';
  const spec = context.types.get(type);
  checkType(context, path, record);
  const { shared, own } = splitKeys(record, spec);
  const options = { sink, path, otherKeys: spec ? ownKeysOf(spec) : [] };
  const part = readPart(taskSchema, shared, options);
  refuseFutureKeys(sink, path, shared);
  reportRepeatedNeeds(sink, path, shared.needs);
  const typed = spec ? readSettings(spec, own, { sink, path }) : { settings: own, extensions: {} };
  const needs = part.broken.has('needs') ? { needs: soundNeeds(shared.needs) } : {};
  const definition = {
    ...mergeTask(type, { ...part.data, ...needs }, context.defaults),
    settings: typed.settings,
    ...keptExtensions({ ...part.extensions, ...typed.extensions }),
  };
  return { definition, broken: part.broken };
}

/** The keys of all tasks and those of the type. Of an unknown type only shared keys are judged. */
function splitKeys(
  record: JsonRecord,
  spec: TaskTypeSpec | undefined,
): { shared: JsonRecord; own: JsonRecord } {
  const own = new Set(spec ? ownKeysOf(spec) : []);
  const entries = Object.entries(record);
  const shared = entries.filter(
    ([key]) => !own.has(key) && (spec !== undefined || Object.hasOwn(taskShape, key)),
  );
  return { shared: bareRecord(shared), own: bareRecord(entries.filter(([key]) => own.has(key))) };
}

function checkType({ sink, types }: TaskContext, path: DocumentPath, record: JsonRecord): void {
  const { type } = record;
  const place = [...path, 'type'];
  const known = [...types.keys()].join(', ');
  if (type === undefined) {
    const message = `${quoteText(path.join('.'))} has no 'type': it is required.`;
    sink.add('MISSING_KEY', place, message, { hint: `write type: and one of ${known}` });
    return;
  }
  if (typeof type !== 'string' || types.has(type)) return;
  if (FUTURE_TASK_TYPES.has(type)) {
    sink.add(NOT_YET_SUPPORTED, place, notYetSupported(`The task type '${type}'`), {
      hint: `task types: ${known}`,
    });
    return;
  }
  const near = didYouMean(type, types.keys());
  const hint = near === undefined ? `task types: ${known}` : `${near} Task types: ${known}`;
  sink.add('UNKNOWN_TASK_TYPE', place, `There is no task type ${quoteText(type)}.`, { hint });
}

function refuseFutureKeys(sink: ProblemSink, path: DocumentPath, record: JsonRecord): void {
  refuseKeys(sink, path, record, FUTURE_TASK_KEYS);
  refuseAlertAction(sink, path, record);
}

/** Keys that are not built yet, each with what to do without it. */
export function refuseKeys(
  sink: ProblemSink,
  path: DocumentPath,
  record: JsonRecord,
  keys: ReadonlyMap<string, string>,
): void {
  for (const [key, hint] of keys) {
    if (!Object.hasOwn(record, key)) continue;
    sink.add(NOT_YET_SUPPORTED, [...path, key], notYetSupported(`'${key}'`), { hint, part: 'key' });
  }
}

/** `timeoutAction: alert`, of the run, of `defaults` and of tasks. */
export function refuseAlertAction(sink: ProblemSink, path: DocumentPath, record: JsonRecord): void {
  if (record.timeoutAction !== 'alert') return;
  const message = notYetSupported("'timeoutAction: alert'");
  sink.add(NOT_YET_SUPPORTED, [...path, 'timeoutAction'], message, {
    hint: 'leave it out: a time-out fails',
  });
}

/** The needs that are names, where others in the list are not. */
function soundNeeds(needs: JsonValue | undefined): string[] {
  const names = isList(needs) ? needs.filter((need) => typeof need === 'string') : [];
  return names.filter((name) => taskNameSchema.safeParse(name).success);
}

function reportRepeatedNeeds(sink: ProblemSink, path: DocumentPath, needs: JsonValue | undefined): void {
  if (!isList(needs)) return;
  const seen = new Set<JsonValue>();
  needs.forEach((need, index) => {
    if (typeof need === 'string' && seen.has(need)) {
      const message = `${quoteText(need)} stands twice in needs.`;
      sink.add('DUPLICATE_NEED', [...path, 'needs', index], message, { hint: 'keep one of them' });
    }
    seen.add(need);
  });
}
