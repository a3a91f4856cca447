import type { Route, RouteAnswer, RouteInput, StreamItem } from '../routes/route.js';
import { pathOf } from '../routes/routes.js';
import { UnreachableError } from './client-errors.js';
import type { Answer, CallOptions, ClientOptions } from './client-options.js';
import { checkAnswer, parseJson, problemIn, problemOf, readText } from './read-answer.js';
import { readEvents, readPieces } from './read-stream.js';
import { Resume } from './resume.js';
import type { ServerEvent } from './sse-decoder.js';
import type { Transport, TransportRequest } from './transport.js';

type QueryValue = string | number | boolean | undefined;
type QueryValues = Readonly<Record<string, QueryValue | QueryValue[]>>;

interface LooseInput {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: QueryValues;
  readonly body?: unknown;
  readonly text?: string;
}

/**
 * Calls the routes of the API. Reads see what commands of the same client did and what its streams showed: it sends the
 * newest position back. Throws ApiError for problems, UnreachableError without an answer, ContractError for an answer
 * that does not follow the contract.
 */
export class MillraceClient {
  private readonly transport: Transport;
  private readonly baseUrl: string;
  private position: string | undefined;

  constructor(private readonly options: ClientOptions) {
    this.transport = options.transport ?? ((url, init) => fetch(url, init));
    this.baseUrl = options.baseUrl.replace(/\/$/, '');
  }

  /** Calls a route and gives the body of its answer. */
  async call<R extends Route>(
    route: R,
    input: RouteInput<R>,
    options: CallOptions = {},
  ): Promise<RouteAnswer<R>> {
    const { body } = await this.answer(route, input, options);
    return body as RouteAnswer<R>;
  }

  /** Calls a route and gives its answer with status and headers. */
  async answer<R extends Route>(
    route: R,
    input: RouteInput<R>,
    options: CallOptions = {},
  ): Promise<Answer<RouteAnswer<R>>> {
    const response = await this.send(route, input as LooseInput, options);
    const { status, headers } = response;
    if (status === 304 || !route.answer) return { status, body: undefined, headers };
    const body = checkAnswer(route.answer, parseJson(await readText(response)));
    return { status, body: body as RouteAnswer<R>, headers };
  }

  /** The further form of a route's answer (`Route.text`), piece by piece. */
  async *text<R extends Route>(
    route: R,
    input: RouteInput<R>,
    options: CallOptions = {},
  ): AsyncGenerator<string> {
    const headers = { ...options.headers, accept: route.text ?? 'text/plain' };
    yield* readPieces(await this.send(route, input as LooseInput, { ...options, headers }));
  }

  /**
   * The items of a stream until the server ends it. A stream that breaks is opened again after the last item that
   * came; UnreachableError when that fails too often, ApiError when the server says that it cannot go on. `lastId`: go on after this item.
   */
  async *stream<R extends Route>(
    route: R,
    input: RouteInput<R>,
    options: CallOptions & { readonly lastId?: string } = {},
  ): AsyncGenerator<StreamItem<R>> {
    const resume = new Resume(this.options, options.lastId);
    while (!resume.ended) {
      try {
        yield* this.once(route, input, options, resume);
      } catch (error) {
        await resume.broke(error, options.signal);
      }
    }
  }

  /** What one connection gives. Throws UnreachableError when it closes before the end of the stream. */
  private async *once<R extends Route>(
    route: R,
    input: RouteInput<R>,
    options: CallOptions,
    resume: Resume,
  ): AsyncGenerator<StreamItem<R>> {
    const headers = { ...options.headers, accept: 'text/event-stream', ...resume.headers };
    const response = await this.send(route, input as LooseInput, { ...options, headers });
    for await (const event of readEvents(response)) {
      if (resume.took(event)) return;
      if (event.event === 'problem') throw problemIn(event.data);
      if (!resume.isNew(event)) continue;
      const item = itemOf(route, event);
      this.saw(item);
      yield item;
    }
    throw new UnreachableError('The server closed the stream before its end.');
  }

  private saw(item: unknown): void {
    if (
      typeof item === 'object' &&
      item !== null &&
      'position' in item &&
      typeof item.position === 'string'
    ) {
      this.position = item.position;
    }
  }

  private async send(route: Route, input: LooseInput, options: CallOptions): Promise<Response> {
    const path = pathOf(route, input.params) + queryText(input.query);
    const response = await this.transported(this.baseUrl + path, this.request(route, input, options));
    const position = response.headers.get('x-consistency-position');
    if (position !== null) this.position = position;
    if (response.ok || response.status === 304) return response;
    throw await problemOf(response, path);
  }

  private async transported(url: string, request: TransportRequest): Promise<Response> {
    try {
      return await this.transport(url, request);
    } catch (cause) {
      if (request.signal?.aborted) throw cause;
      throw new UnreachableError(`There is no answer from ${this.baseUrl}.`, { cause });
    }
  }

  private request(route: Route, input: LooseInput, options: CallOptions): TransportRequest {
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...this.ownHeaders(route),
      ...options.headers,
    };
    if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
    if (options.waitSeconds !== undefined) headers.prefer = `wait=${options.waitSeconds}`;
    const signal = options.signal ? { signal: options.signal } : {};
    if (!route.body) return { method: route.method, headers, ...signal };
    headers['content-type'] ??= route.body.kind === 'json' ? 'application/json' : 'application/yaml';
    const body = route.body.kind === 'json' ? JSON.stringify(input.body ?? {}) : (input.text ?? '');
    return { method: route.method, headers, body, ...signal };
  }

  private ownHeaders(route: Route): Record<string, string> {
    const { token } = this.options;
    return {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(route.method !== 'GET' || this.position === undefined
        ? {}
        : { 'x-consistency-position': this.position }),
    };
  }
}

function itemOf<R extends Route>(route: R, event: ServerEvent): StreamItem<R> {
  const value = parseJson(event.data);
  return (route.stream ? checkAnswer(route.stream.item, value) : value) as StreamItem<R>;
}

function queryText(query: QueryValues | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of [value].flat()) if (one !== undefined) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
