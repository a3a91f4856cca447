import type { KafkaJSError } from 'kafkajs';
import { LogUnreachableError } from '../../log-errors.js';
import { connectionRefusal } from './connection-refusal.js';
import type { KafkaSettings } from './kafka-settings.js';

/** What a broker says to an account that lacks a right. */
const DENIALS: ReadonlySet<string | undefined> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/** What the brokers call the failure, or undefined where no broker spoke: looks through the wrappers of kafkajs. */
export function typeOf(error: unknown): string | undefined {
  for (const one of layersOf(error)) {
    const { type } = one as KafkaJSError & { readonly type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}

/** Whether the account of this process lacks a right: no try helps until somebody gives it. */
export function isDenied(error: unknown): boolean {
  return DENIALS.has(typeOf(error));
}

/** In a sentence, without a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}

/** The same; of an account without a right also which it `needs`, as `Read on millrace.commands`, and where that is written. */
export function reasonOf(error: unknown, needs: string): string {
  if (!isDenied(error)) return messageOf(error);
  return `the account of this process lacks ${needs} (${typeOf(error)}). docs/reference/topics.md has the rights of each role.`;
}

/** Which partition a fetch failed for, where the broker says so. */
export function outOfRange(
  error: unknown,
): { readonly topic: string; readonly partition: number } | undefined {
  if (!(error instanceof Error) || typeOf(error) !== 'OFFSET_OUT_OF_RANGE') return undefined;
  const { topic, partition } = error as Error & { readonly topic?: unknown; readonly partition?: unknown };
  return typeof topic === 'string' && typeof partition === 'number' ? { topic, partition } : undefined;
}

/** What keeps this process from its brokers, and what to do about it. `needs`: the rights that it asks for there. */
export function unreachable(
  settings: Pick<KafkaSettings, 'brokers' | 'tls' | 'login'>,
  error: unknown,
  needs = 'Describe and DescribeConfigs on all topics',
): LogUnreachableError {
  const brokers = settings.brokers.join(', ');
  const text = isDenied(error)
    ? `Kafka at ${brokers} refuses: ${reasonOf(error, needs)}`
    : (connectionRefusal(layersOf(error), settings) ??
      `No connection to Kafka at ${brokers}: ${messageOf(error)}`);
  return new LogUnreachableError(text, { cause: error });
}

/** The error and what it was made of, in whichever way kafkajs wrapped it. */
function layersOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const { errors = [], partitions = [] } = error as Error & {
    readonly errors?: readonly unknown[];
    readonly partitions?: readonly { readonly error?: unknown }[];
  };
  const within = [...errors, ...partitions.map((one) => one.error), error.cause];
  return [error, ...within.flatMap(layersOf)];
}
