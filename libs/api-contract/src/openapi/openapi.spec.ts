import { describe, expect, it } from 'vitest';
import { routeTable } from '../routes/routes.js';
import { openApi } from './openapi.js';

const document = openApi('1.2.3');
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  it('has an operation for every route of the table', () => {
    const operations = text.match(/"operationId":"[A-Za-z]+"/g) ?? [];

    expect(operations.toSorted()).toEqual(routeTable.map(({ name }) => `"operationId":"${name}"`).toSorted());
  });

  it('refers only to schemas that it has', () => {
    const schemas = Object.keys((document.components as { schemas: object }).schemas);
    const referred = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target);

    expect(
      [...new Set(referred)].filter((target) => !schemas.includes(target?.split('/').at(-1) ?? '')),
    ).toEqual([]);
    expect(referred.every((target) => target?.startsWith('#/components/schemas/'))).toBe(true);
  });

  it('is OpenAPI 3.1 without words of 3.0', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(text).not.toContain('nullable');
  });

  it('opens only the routes of the public list', () => {
    const open = Object.entries(document.paths as Record<string, Record<string, { security?: unknown }>>)
      .filter(([, methods]) => Object.values(methods).some((operation) => operation.security))
      .map(([path]) => path);

    expect(open).toEqual(['/livez', '/readyz', '/startupz']);
  });
});
