import type { Transport } from '@millrace/api-contract';

/** Says after which event of a stream, told by its text, the connection breaks. */
export type BreaksAfter = (event: string) => boolean;

export interface BreakingTransport {
  readonly transport: Transport;
  /** Connections that broke so far. */
  readonly breaks: () => number;
}

/** A transport whose streams break, by the end of their connection, amid what they have to give. */
export function breakingTransport(inner: Transport, breaksAfter: BreaksAfter): BreakingTransport {
  let breaks = 0;
  const transport: Transport = async (url, init) => {
    const cut = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, cut.signal]) : cut.signal;
    const response = await inner(url, { ...init, signal });
    if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) return response;
    const onBreak = (): void => {
      breaks += 1;
      cut.abort();
    };
    const body = brokenBody(response, breaksAfter, onBreak);
    return new Response(body, { status: response.status, headers: response.headers });
  };
  return { transport, breaks: () => breaks };
}

function brokenBody(
  response: Response,
  breaksAfter: BreaksAfter,
  onBreak: () => void,
): ReadableStream<Uint8Array> {
  const blocks = blocksOf(response);
  const encoder = new TextEncoder();
  let broken = false;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (broken) {
        onBreak();
        controller.error(new Error('The connection broke.'));
        return;
      }
      const { done, value } = await blocks.next();
      if (done === true) {
        controller.close();
        return;
      }
      broken = value.includes('data:') && !value.startsWith('event: end') && breaksAfter(value);
      controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await blocks.return(undefined);
    },
  });
}

/** The events and comments of a stream, each with the empty line that ends it. */
async function* blocksOf(response: Response): AsyncGenerator<string, undefined, undefined> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return undefined;
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const parts = (rest + decoder.decode(piece.value, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) yield `${part}\n\n`;
    }
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
