import type { z } from 'zod';

/** Under this all routes stand but those for whoever watches the process. */
export const API_BASE = '/api/v1';

/** What a client sends: JSON that a schema describes, or a workflow file. */
export type RequestBody =
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  | { readonly kind: 'text'; readonly types: readonly string[] };

/** What a stream gives, an item an event (`text/event-stream`) or a line (`application/x-ndjson`). */
export interface StreamSpec {
  readonly item: z.ZodType;
  readonly types: readonly string[];
}

/** A route as data: handlers, the OpenAPI document, the client and the security matrix are made from it. */
export interface Route {
  /** Operation id. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Whole path; parameters as `:name`. */
  readonly path: string;
  readonly tag:
    | 'projects'
    | 'workflows'
    | 'runs'
    | 'commands'
    | 'task runs'
    | 'logs'
    | 'workers'
    | 'projection'
    | 'system';
  readonly summary: string;
  /** Path parameters, text all of them. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  readonly body?: RequestBody;
  /** Status of the usual answer, 200 unless said otherwise. */
  readonly status?: number;
  /** What the usual answer is when its status differs by case: status → meaning. */
  readonly also?: Readonly<Record<number, string>>;
  readonly answer?: z.ZodType;
  readonly stream?: StreamSpec;
  /** A further form of the answer, by content type. */
  readonly text?: string;
  /** Codes of problems that are this route's own; `codesOf` gives those of its form, too. */
  readonly codes?: readonly string[];
}

export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

/** What a client gives to call a route. */
export type RouteInput<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & BodyPart<R>;

/** What a handler gets: path and query parsed and checked, the body too. */
export type RouteData<R extends Route> = Parsed<R, 'params'> & Parsed<R, 'query'> & ParsedBody<R>;

/** What a route answers. */
export type RouteAnswer<R extends Route> = R extends { readonly answer: infer S extends z.ZodType }
  ? z.infer<S>
  : undefined;

/** An item of a route's stream. */
export type StreamItem<R extends Route> = R extends {
  readonly stream: { readonly item: infer S extends z.ZodType };
}
  ? z.infer<S>
  : never;

type Part<R extends Route, K extends 'params' | 'query'> =
  R extends Readonly<Record<K, infer S extends z.ZodType>>
    ? K extends 'query'
      ? { readonly query?: z.input<S> }
      : { readonly [key in K]: z.input<S> }
    : unknown;

type BodyPart<R extends Route> = R extends {
  readonly body: { readonly kind: 'json'; readonly schema: infer S extends z.ZodType };
}
  ? { readonly body: z.input<S> }
  : R extends { readonly body: { readonly kind: 'text' } }
    ? { readonly text: string }
    : unknown;

type Parsed<R extends Route, K extends 'params' | 'query'> =
  R extends Readonly<Record<K, infer S extends z.ZodType>> ? { readonly [key in K]: z.output<S> } : unknown;

type ParsedBody<R extends Route> = R extends {
  readonly body: { readonly kind: 'json'; readonly schema: infer S extends z.ZodType };
}
  ? { readonly body: z.output<S> }
  : R extends { readonly body: { readonly kind: 'text' } }
    ? { readonly text: string }
    : unknown;
