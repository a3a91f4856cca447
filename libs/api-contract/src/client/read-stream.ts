import { UnreachableError } from './client-errors.js';
import type { ServerEvent } from './sse-decoder.js';
import { SseDecoder } from './sse-decoder.js';

/** The pieces of an answer as text. Throws UnreachableError when it breaks off. */
export async function* readPieces(response: Response): AsyncGenerator<string> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    throw new UnreachableError('The stream broke off.', { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The events of a `text/event-stream`. */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const decoder = new SseDecoder();
  for await (const piece of readPieces(response)) yield* decoder.take(piece);
}
