import type { KafkaJSError } from 'kafkajs';
import { LogUnreachableError } from '../../log-errors.js';

/** What the brokers call the failure, or undefined where no broker spoke: looks through the wrappers of kafkajs. */
export function typeOf(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { type } = current as KafkaJSError & { readonly type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}

/** In a sentence, without a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}

/** Which partition a fetch failed for, where the broker says so. */
export function outOfRange(
  error: unknown,
): { readonly topic: string; readonly partition: number } | undefined {
  if (!(error instanceof Error) || typeOf(error) !== 'OFFSET_OUT_OF_RANGE') return undefined;
  const { topic, partition } = error as Error & { readonly topic?: unknown; readonly partition?: unknown };
  return typeof topic === 'string' && typeof partition === 'number' ? { topic, partition } : undefined;
}

export function unreachable(brokers: readonly string[], cause: unknown): LogUnreachableError {
  return new LogUnreachableError(`No connection to Kafka at ${brokers.join(', ')}: ${messageOf(cause)}`, {
    cause,
  });
}
