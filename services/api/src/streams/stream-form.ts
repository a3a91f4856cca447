import type { Problem } from '@millrace/api-contract';
import { ApiProblem } from '../http/api-problem.js';
import { describeProblem, problemFor } from '../http/describe-problem.js';
import type { HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';

/** How a stream is written. */
export interface StreamForm {
  readonly contentType: string;
  /** Sent at once, so that the reader knows that the stream is open; and when nothing came for a while. */
  readonly hello: string;
  readonly beat: string;
  item(data: unknown, id: number | undefined): string;
  end(data: Readonly<Record<string, unknown>>): string;
  /** The stream cannot go on: the last thing that it gives. */
  problem(error: unknown): string;
}

type Writing = Omit<StreamForm, 'problem'> & { readonly problemOf: (problem: Problem) => string };

/** Texts stand in `data` only, as JSON without line breaks; ids are numbers (S24). */
const EVENTS: Writing = {
  contentType: 'text/event-stream; charset=utf-8',
  hello: ': open\n\n',
  beat: ': beat\n\n',
  item: (data, id) => `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
  end: (data) => `event: end\ndata: ${JSON.stringify(data)}\n\n`,
  problemOf: (problem) => `event: problem\ndata: ${JSON.stringify(problem)}\n\n`,
};

const LINES: Writing = {
  contentType: 'application/x-ndjson; charset=utf-8',
  hello: '',
  beat: '',
  item: (data) => `${JSON.stringify(data)}\n`,
  end: (data) => `${JSON.stringify({ end: true, ...data })}\n`,
  problemOf: (problem) => `${JSON.stringify({ problem })}\n`,
};

/** Lines of JSON when they are asked for, else server-sent events. */
export function streamForm(request: HttpRequest): StreamForm {
  const isLines = (headerOf(request, 'accept') ?? '').includes('application/x-ndjson');
  const { problemOf, ...form } = isLines ? LINES : EVENTS;
  return { ...form, problem: (error) => problemOf(describeProblem(problemFor(error, request), request)) };
}

/** The number of the last event that the reader has. Throws INVALID_POSITION. */
export function lastEventId(request: HttpRequest): number | undefined {
  const header = headerOf(request, 'last-event-id');
  if (header === undefined || header === '') return undefined;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw new ApiProblem(
    400,
    'INVALID_POSITION',
    'Last-Event-ID is not an id that this stream gave: it is a number.',
  );
}
