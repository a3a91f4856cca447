import { setTimeout as pass } from 'node:timers/promises';
import type { CallOptions, MillraceClient } from '@millrace/api-contract';
import { ApiError, UnreachableError, routes } from '@millrace/api-contract';

/** So long what is sent may find nobody who answers: longer than any fault. */
const PATIENCE_MS = 150_000;
const BETWEEN_MS = 500;
const WAIT_SECONDS = 10;
/** One who hears nothing for so long asks again. */
const ANSWER_MS = 20_000;

/** What became of a command, as its sender was told. */
export interface Told {
  readonly commandId: string;
  readonly run: string;
  readonly status: number;
}

/** Sends commands as a careful client does: with a key, again and again until it knows what became of them. */
export class Sender {
  /** Requests that were sent again. */
  repeats = 0;

  constructor(private readonly client: () => MillraceClient) {}

  /** Throws where it is refused, or nobody answers for too long. */
  async start(workflow: string, key: string): Promise<Told> {
    const params = { project: 'default', workflow };
    const { status, body } = await this.patiently((options) =>
      this.client().answer(routes.startRun, { params, body: {} }, { ...options, idempotencyKey: key }),
    );
    if (!body) throw new Error(`The start ${key} has no answer.`);
    return { commandId: body.commandId, run: body.run, status };
  }

  /** A run that has ended meanwhile refuses it: that is well. Throws where nobody answers for too long. */
  async change(change: 'stopRun' | 'pauseRun' | 'resumeRun', run: string): Promise<void> {
    const send = (options: CallOptions): Promise<unknown> =>
      this.client().call(
        routes[change],
        { params: { run }, body: {} },
        { ...options, idempotencyKey: `${change}-${run}` },
      );
    try {
      await this.patiently(send);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private async patiently<T>(send: (options: CallOptions) => Promise<T>): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await send({ waitSeconds: WAIT_SECONDS, signal: AbortSignal.timeout(ANSWER_MS) });
      } catch (error) {
        if (!mayPass(error) || performance.now() > end) throw error;
      }
      this.repeats += 1;
      await pass(BETWEEN_MS);
    }
  }
}

/** Whether to send it again may help. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 429;
  return error instanceof UnreachableError || (error instanceof Error && error.name === 'TimeoutError');
}
