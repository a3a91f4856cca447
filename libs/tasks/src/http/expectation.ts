import type { HttpSettings } from './definition.js';

/** How much of a body is shown in a failure, characters. */
const SHOWN_CHARACTERS = 500;

/** What a response must be for the task to have succeeded. */
export interface Expectation {
  readonly status: readonly string[];
  readonly bodyContains?: string;
}

/** What came back, as far as it was read. */
export interface ResponseSeen {
  readonly status: number;
  readonly statusText: string;
  readonly text: string;
}

export interface ExpectationFailure {
  readonly code: 'HTTP_STATUS' | 'HTTP_BODY';
  readonly message: string;
}

export function expectedStatuses(settings: HttpSettings): readonly string[] {
  return settings.expect?.status?.map(String) ?? ['2xx'];
}

export function statusMatches(expected: readonly string[], status: number): boolean {
  const text = String(status);
  return expected.some((pattern) => pattern === text || pattern === `${text.charAt(0)}xx`);
}

/** Undefined when the response is as expected. */
export function checkResponse(expected: Expectation, seen: ResponseSeen): ExpectationFailure | undefined {
  if (!statusMatches(expected.status, seen.status)) {
    const status = `${seen.status} ${seen.statusText}`.trim();
    return {
      code: 'HTTP_STATUS',
      message: `The response was ${status}, expected ${expected.status.join(' or ')}. ${shown(seen.text)}`,
    };
  }
  if (expected.bodyContains === undefined || seen.text.includes(expected.bodyContains)) return undefined;
  return {
    code: 'HTTP_BODY',
    message: `The body of the response does not contain "${expected.bodyContains}". ${shown(seen.text)}`,
  };
}

function shown(body: string): string {
  if (body === '') return 'The body is empty.';
  const cut = body.length > SHOWN_CHARACTERS;
  return `${cut ? `The body's first ${SHOWN_CHARACTERS} characters` : 'The body'}: ${body.slice(0, SHOWN_CHARACTERS)}`;
}
