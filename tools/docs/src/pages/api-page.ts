import { COMMON_CODES, PUBLIC_PATHS, codesOf, openApi, routeTable } from '@millrace/api-contract';
import type { Route } from '@millrace/api-contract';
import type { JsonSchema } from '../json-schema.js';
import { isSchema, schemaAt, schemasAt, textAt } from '../json-schema.js';
import { code, page, sentence, table } from '../markdown.js';
import { fieldTable, fieldsOf } from '../schema-fields.js';
import { typeText } from '../type-text.js';

const linkTo = (name: string): string => `[${name}](#${name.toLowerCase()})`;

/** The routes of the API, from the same table that serves and checks them. */
export function apiPage(): string {
  const document = openApi('');
  const tags = [...new Set(routeTable.map(({ tag }) => tag))];
  return page('API', [
    'JSON over HTTP. The same as an OpenAPI 3.1 document: `GET /api/v1/openapi.json`.',
    `Every request brings \`Authorization: Bearer <token>\`; only ${[...PUBLIC_PATHS].map(code).join(' and ')} are open. Every error is \`application/problem+json\` (RFC 9457), a [Problem](#problem): match on its \`code\`. Lists are read page by page with \`cursor\`.`,
    `Codes that every route may answer: ${COMMON_CODES.map(code).join(' ')}. A route names its further ones.`,
    'A command (202) is in the log when it is answered. Its `position`, sent back as `X-Consistency-Position`, makes a read wait until the read model is there; where that takes too long the answer says `stale: true`.',
    ...tags.flatMap((tag) => [
      `## ${sentence(tag).slice(0, -1)}`,
      ...routeTable.filter((route) => route.tag === tag).flatMap((route) => routeText(document, route)),
    ]),
    '## Schemas',
    ...Object.entries(schemaAt(schemaAt(document, 'components'), 'schemas')).flatMap(([name, schema]) =>
      isSchema(schema) ? schemaText(name, schema) : [],
    ),
  ]);
}

function routeText(document: JsonSchema, route: Route): readonly string[] {
  const path = route.path.replace(/:([a-z]+)/g, '{$1}');
  const operation = schemaAt(schemaAt(schemaAt(document, 'paths'), path), route.method.toLowerCase());
  const parameters = schemasAt(operation, 'parameters');
  return [
    `### ${route.name}`,
    `${code(`${route.method} ${path}`)} ${route.summary}`,
    ...(parameters.length > 0 ? [parameterTable(parameters)] : []),
    ...('requestBody' in operation ? [`Body: ${contentText(schemaAt(operation, 'requestBody'))}.`] : []),
    answerTable(schemaAt(operation, 'responses')),
    ...(codesOf(route).length > 0 ? [`Codes of problems: ${codesOf(route).map(code).join(' ')}.`] : []),
  ];
}

function parameterTable(parameters: readonly JsonSchema[]): string {
  const rows = parameters.map((parameter) => [
    code(textAt(parameter, 'name')),
    textAt(parameter, 'in'),
    typeText(schemaAt(parameter, 'schema'), linkTo),
    sentence(textAt(parameter, 'description')),
  ]);
  return table(['parameter', 'in', 'type', 'meaning'], rows);
}

function answerTable(responses: JsonSchema): string {
  const rows = Object.entries(responses).flatMap(([status, response]) => {
    if (!isSchema(response) || status === 'default') return [];
    return [[status, contentText(response), sentence(textAt(response, 'description'))]];
  });
  return table(['status', 'answer', 'meaning'], rows);
}

/** The content types and what they hold. */
function contentText(part: JsonSchema): string {
  const contents = Object.entries(schemaAt(part, 'content')).map(([type, content]) => {
    const item = isSchema(content) ? schemaAt(content, 'x-item') : {};
    const schema = isSchema(content) ? schemaAt(content, 'schema') : {};
    const what =
      Object.keys(item).length > 0 ? `stream of ${typeText(item, linkTo)}` : typeText(schema, linkTo);
    return `${what} as ${code(type)}`;
  });
  return contents.length === 0 ? 'nothing' : contents.join(', ');
}

function schemaText(name: string, schema: JsonSchema): readonly string[] {
  const about = sentence(textAt(schema, 'description'));
  const variants = [schema, ...schemasAt(schema, 'oneOf'), ...schemasAt(schema, 'anyOf')];
  const tables = variants.map((one) => fieldsOf(one)).filter((fields) => fields.length > 0);
  return [
    `### ${name}`,
    ...(about === '' ? [] : [about]),
    ...tables
      .map((fields) => fieldTable(fields, { linkTo }))
      .flatMap((text, index) => (index === 0 ? [text] : ['Or:', text])),
  ];
}
