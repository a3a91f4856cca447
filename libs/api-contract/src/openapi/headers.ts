import { PUBLIC_PATHS } from '../routes/public-paths.js';
import type { Route } from '../routes/route.js';
import type { JsonSchema } from './components.js';

const header = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const POSITION = header(
  'X-Consistency-Position',
  'Position of a command’s answer, or several with commas: the answer waits up to 2 s until the read model is there.',
);
const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  'Names the command for 7 days: the same key again gets the same answer.',
);
const PREFER = header(
  'Prefer',
  '`wait=<seconds>`, at most 10: the answer waits for the outcome, and `Preference-Applied` says how long at most.',
);
const IF_MATCH = header('If-Match', 'ETag that the newest version must have.');
const IF_NONE_MATCH = header('If-None-Match', 'ETag already known; `*` on PUT: only make, never change.');
const LAST_EVENT_ID = header('Last-Event-ID', 'Id of the last event received: the stream goes on after it.');

/** The headers that a route reads. */
export function headersOf(route: Route): readonly JsonSchema[] {
  if (PUBLIC_PATHS.has(route.path)) return [];
  const headers: JsonSchema[] = [];
  if (route.method === 'GET') headers.push(POSITION);
  if (route.status === 202) headers.push(IDEMPOTENCY_KEY);
  if (route.status === 202 && route.also) headers.push(PREFER);
  if (route.name === 'putWorkflow') headers.push(IF_MATCH, IF_NONE_MATCH);
  if (route.also?.[304]) headers.push(IF_NONE_MATCH);
  if (route.stream) headers.push(LAST_EVENT_ID);
  return headers;
}
