/** A message of the protocol, either way. */
interface Message {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
}

/** Asks the main thread of a process, or one of its other threads, by the id of the session with that. */
type Ask = (method: string, params?: object, thread?: string) => Promise<Readonly<Record<string, unknown>>>;

export interface InspectorSession {
  readonly ask: Ask;
  /** Ids of the sessions with further threads, once `NodeWorker.enable` is answered. */
  readonly threads: readonly string[];
}

const NO_ONE = new Error('The inspector has hung up.');

/** The talk with the inspector of a process while `work` lasts. Throws where it takes longer than `withinMs`. */
export async function withInspector<T>(
  url: string,
  withinMs: number,
  work: (session: InspectorSession) => Promise<T>,
): Promise<T> {
  const socket = new WebSocket(url);
  const failed = Promise.withResolvers<never>();
  const limit = setTimeout(() => failed.reject(new Error(`${url} says nothing.`)), withinMs);
  socket.addEventListener('error', () => failed.reject(new Error(`${url} cannot be reached.`)));
  socket.addEventListener('close', () => failed.reject(NO_ONE));
  try {
    const talk = new Talk(socket);
    return await Promise.race([talk.opened.then(() => work(talk)), failed.promise]);
  } finally {
    clearTimeout(limit);
    failed.promise.catch(() => undefined);
    socket.close();
  }
}

class Talk implements InspectorSession {
  readonly threads: string[] = [];
  readonly opened: Promise<void>;
  private readonly answers = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  private count = 0;

  constructor(private readonly socket: WebSocket) {
    this.opened = new Promise((resolve) => socket.addEventListener('open', () => resolve()));
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as Message));
  }

  ask(method: string, params: object = {}, thread?: string): Promise<Readonly<Record<string, unknown>>> {
    this.count += 1;
    const id = this.count;
    const text = JSON.stringify({ id, method, params });
    const answer = new Promise<Readonly<Record<string, unknown>>>((resolve) => this.answers.set(id, resolve));
    if (thread === undefined) this.socket.send(text);
    else void this.ask('NodeWorker.sendMessageToWorker', { sessionId: thread, message: text });
    return answer;
  }

  private take({ id, result, method, params }: Message): void {
    if (method === 'NodeWorker.attachedToWorker' && params?.sessionId !== undefined)
      this.threads.push(params.sessionId);
    else if (method === 'NodeWorker.receivedMessageFromWorker')
      this.take(JSON.parse(params?.message ?? '{}') as Message);
    else if (id !== undefined) this.answers.get(id)?.(result ?? {});
  }
}
