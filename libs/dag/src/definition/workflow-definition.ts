/**
 * The workflow definition after parsing: every default filled in, `defaults` merged into the tasks, durations in
 * milliseconds. Plain JSON, so its canonical text can be hashed (`definition-hash.ts`) and stored in the catalogue.
 * Source of every key: workflow-format §2 and §3.
 */
export const PRIORITIES = ['highest', 'high', 'medium', 'low', 'lowest'] as const;
/** Five levels; `highest` goes first. Run priority counts before task priority, then age. */
export type Priority = (typeof PRIORITIES)[number];

export const TRIGGER_RULES = [
  'all-success',
  'none-failed',
  'all-done',
  'one-success',
  'one-failed',
  'all-failed',
  'always',
] as const;
/** When a task runs, given how its needs ended (workflow-format §4). */
export type TriggerRule = (typeof TRIGGER_RULES)[number];

export const VALUE_TYPES = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'datetime',
  'duration',
  'list',
  'map',
] as const;
/** The types of parameters and of declared outputs. */
export type ValueType = (typeof VALUE_TYPES)[number];

export interface ParamDefinition {
  readonly type: ValueType;
  /** A literal of the type, or text with `${{ }}`; absent: the parameter is null unless given. */
  readonly default?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly min?: number | string;
  readonly max?: number | string;
  /** RE2 syntax; the whole text must match. Strings only. */
  readonly pattern?: string;
  readonly required: boolean;
  readonly description?: string;
  /** Masked wherever it is shown. */
  readonly secret: boolean;
  /** `x-…` keys of the parameter. Absent: none. */
  readonly extensions?: Extensions;
}

export const RETRY_CAUSES = ['failed', 'timed-out', 'lost'] as const;
export type RetryCause = (typeof RETRY_CAUSES)[number];

export interface RetryPolicy {
  /** Further attempts after the first, 0 to 1000. */
  readonly max: number;
  readonly delayMs: number;
  readonly backoff: 'constant' | 'linear' | 'exponential';
  readonly maxDelayMs: number;
  /** 0 to 1: the share of the delay that a hash of the attempt's id takes away. */
  readonly jitter: number;
  readonly on: readonly RetryCause[];
}

export type Delivery = 'at-least-once' | 'at-most-once';
export type OnWorkerLost = 'rerun' | 'rerun-after-grace' | 'hold' | 'fail';

export interface TaskDefinition {
  readonly type: string;
  readonly title?: string;
  /** Names of the tasks that must settle first, in the order of the file, without repetition. */
  readonly needs: readonly string[];
  readonly runIf: TriggerRule;
  /** Bare CEL; absent: true. */
  readonly if?: string;
  readonly enabled: boolean;
  readonly allowFailure: boolean;
  readonly retry: RetryPolicy;
  /** Of one attempt, from its spawn; absent: none. */
  readonly timeoutMs?: number;
  /** Wait between ready and queued. */
  readonly delayMs: number;
  readonly priority: Priority;
  readonly workerGroup: string;
  /** Values are text that may hold `${{ }}`. */
  readonly env: Readonly<Record<string, string>>;
  readonly delivery: Delivery;
  readonly onWorkerLost: OnWorkerLost;
  readonly onWorkerLostGraceMs: number;
  /** Outputs the task must give, by name; absent: any, all text. */
  readonly outputs?: Readonly<Record<string, ValueType>>;
  /** The keys of the task type itself, checked by its schema: `script`, `request`, `cases` … */
  readonly settings: Readonly<Record<string, JsonValue>>;
  /** `x-…` keys of the task, by their place in it: `x-owner`, `retry/x-note`. Absent: none. */
  readonly extensions?: Extensions;
}

export interface WorkflowDefinition {
  readonly apiVersion: 'v1';
  readonly kind: 'Workflow';
  readonly name: string;
  readonly project: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, ParamDefinition>>;
  /** Of the run from its start; stands still while the run is paused. Absent: none. */
  readonly timeoutMs?: number;
  readonly priority: Priority;
  /** IANA name, default UTC: the zone of dates in expressions. */
  readonly timezone: string;
  readonly failureStrategy: 'continue' | 'end';
  /** By task name, in the order of the file. */
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  /** `x-…` keys outside of tasks and params, kept as they are, by their place: `x-owner`, `defaults/x-note`. */
  readonly extensions: Extensions;
}

/** One case of a `switch` task. */
export interface SwitchCase {
  readonly if: string;
  readonly then: readonly string[];
}
/** `settings` of a task of type `switch`. */
export interface SwitchSettings {
  readonly cases: readonly SwitchCase[];
  readonly else: readonly string[];
}
/** `settings` of a task of type `conditions`. */
export interface ConditionsSettings {
  readonly when: string;
  readonly success: readonly string[];
  readonly failure: readonly string[];
}

/** Task types that the master decides by itself: no worker, no slot, no attempt. */
export const LOGIC_TASK_TYPES: ReadonlySet<string> = new Set(['switch', 'conditions']);

/** Keys for other tools than millrace: it keeps them, and nothing of it reads them. */
export type Extensions = Readonly<Record<string, JsonValue>>;

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
