import { z } from 'zod';
import { codesOf } from '../routes/problem-codes.js';
import type { Route } from '../routes/route.js';
import { routeTable } from '../routes/routes.js';
import { problem } from '../schemas/problem.js';
import { PUBLIC_PATHS } from '../routes/public-paths.js';
import type { JsonSchema } from './components.js';
import { componentSchemas, schemaAt } from './components.js';
import { headersOf } from './headers.js';

/** The OpenAPI 3.1 document of the API; `version` is that of the release. */
export function openApi(version: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routeTable) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'millrace',
      version,
      description: 'Runs workflows. Errors are problem details (RFC 9457).',
    },
    security: [{ token: [] }],
    tags: [...new Set(routeTable.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
    },
  };
}

function operation(route: Route): JsonSchema {
  const parameters = [...fields('path', route.params), ...fields('query', route.query), ...headersOf(route)];
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    ...(PUBLIC_PATHS.has(route.path) ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: requestContent(route.body) } } : {}),
    responses: responses(route),
  };
}

function fields(place: 'path' | 'query', schema: z.ZodType | undefined): readonly JsonSchema[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = schemaAt(field as z.ZodType);
    const about = description === undefined ? {} : { description };
    return { name, in: place, required: place === 'path', ...about, schema: rest };
  });
}

function requestContent(body: NonNullable<Route['body']>): JsonSchema {
  if (body.kind === 'json') return { 'application/json': { schema: schemaAt(body.schema) } };
  return Object.fromEntries(body.types.map((type) => [type, { schema: { type: 'string' } }]));
}

function responses(route: Route): JsonSchema {
  const content = answerContent(route);
  const usual = { [route.status ?? 200]: { description: 'The answer.', content } };
  const also = Object.entries(route.also ?? {}).map(([status, description]) => {
    return [status, Number(status) === 304 ? { description } : { description, content }] as const;
  });
  const codes = codesOf(route);
  const own = codes.length > 0 ? ` Codes of this route: ${codes.join(', ')}.` : '';
  const error = {
    description: `A problem.${own}`,
    content: { 'application/problem+json': { schema: schemaAt(problem) } },
  };
  return { ...usual, ...Object.fromEntries(also), default: error };
}

function answerContent({ answer, stream, text }: Route): JsonSchema {
  const types: Record<string, JsonSchema> = {};
  if (answer) types['application/json'] = { schema: schemaAt(answer) };
  for (const type of stream?.types ?? [])
    types[type] = { schema: { type: 'string' }, 'x-item': schemaAt(stream?.item ?? z.unknown()) };
  if (text !== undefined) types[text] = { schema: { type: 'string' } };
  return types;
}
