import type { z } from 'zod';
import type { Problem } from '../schemas/problem.js';
import { problem } from '../schemas/problem.js';
import { ApiError, ContractError, UnreachableError } from './client-errors.js';

/** Checks an answer against the contract and gives it as it came: fields of a newer server stay. */
export function checkAnswer<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return value as z.infer<S>;
  const [issue] = parsed.error.issues;
  throw new ContractError(
    `The answer does not follow the contract: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

/** The text of an answer. Throws UnreachableError when it breaks off. */
export async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw new UnreachableError('The answer broke off.', { cause });
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ContractError(`The answer is no JSON: ${text.slice(0, 80)}`);
  }
}

/** The problem that an answer with an error status stands for. */
export async function problemOf(response: Response, path: string): Promise<ApiError> {
  const text = await readText(response);
  const isProblem = (response.headers.get('content-type') ?? '').startsWith('application/problem+json');
  const parsed = isProblem ? problem.safeParse(parseJson(text)) : undefined;
  return new ApiError(parsed?.success ? parsed.data : bareProblem(response.status, path, text));
}

/** The problem with which a stream ends. */
export function problemIn(data: string): ApiError {
  return new ApiError(checkAnswer(problem, parseJson(data)));
}

function bareProblem(status: number, instance: string, text: string): Problem {
  const detail = `The server answered ${status}: ${text.slice(0, 200)}`;
  return {
    type: 'about:blank',
    title: `HTTP ${status}`,
    status,
    detail,
    instance,
    code: 'HTTP_ERROR',
    traceId: '',
    errors: [],
  };
}
