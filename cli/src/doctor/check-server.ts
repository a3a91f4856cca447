import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Health } from '@millrace/api-contract';
import { routes, UnreachableError } from '@millrace/api-contract';
import { failureOfCall } from '../client/api-failure.js';
import type { Endpoint } from '../client/endpoint.js';
import { addressText, readEndpointFile, readToken } from '../client/endpoint.js';
import { clientOf } from '../client/open-client.js';
import type { Check } from './check.js';
import { fail, ok, warn } from './check.js';

const MAX_SKEW_MS = 5000;
/** Before this no release was made: a clock that says so is wrong. */
const FIRST_RELEASE = Date.UTC(2026, 0, 1);

/** Whether the file with the token of a server on this machine can be read, and by its owner alone. */
export async function checkToken(data: string): Promise<Check> {
  const file = await readEndpointFile(data);
  const path = resolve(data, file?.tokenFile ?? 'token');
  const token = await readToken(data, file?.tokenFile);
  if (token === undefined) {
    return warn(
      'token',
      `${path} cannot be read`,
      'The first start of standalone makes it; for another server use --token.',
    );
  }
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) return warn('token', `${path} can be read by others`, `chmod 600 ${path}`);
  return ok('token', path);
}

/** The clock of this machine, against the time in an answer of the server where there is one. */
export function checkClock(now: number, serverDate: string | undefined): Check {
  const time = new Date(now).toISOString();
  if (now < FIRST_RELEASE) return fail('clock', `${time} cannot be right`, 'Set the clock, best by NTP.');
  const skew = serverDate === undefined ? NaN : now - Date.parse(serverDate);
  if (Number.isNaN(skew)) return ok('clock', time);
  // The header has whole seconds.
  const detail = `${String(Math.round(skew / 1000))} s from the server’s clock`;
  return Math.abs(skew) > MAX_SKEW_MS
    ? warn('clock', detail, 'Set both clocks by NTP.')
    : ok('clock', detail);
}

export interface ServerCheck {
  readonly checks: readonly Check[];
  readonly reached: boolean;
  /** The header Date of its answer. */
  readonly date?: string;
}

function healthCheck(at: string, health: Health | undefined): Check {
  const { version = 'unknown', status = 'unknown' } = health ?? {};
  const detail = `${at}, release ${version}, ${status}`;
  if (status === 'ok') return ok('server', detail);
  const parts = (health?.services ?? []).filter((service) => service.status !== 'ok');
  return warn(
    'server',
    detail,
    `Not well: ${parts.map(({ name }) => name).join(', ') || 'it did not say what'}.`,
  );
}

function failureCheck(at: string, error: unknown): Check {
  const { message, hint } = failureOfCall(error)?.problems[0] ?? { message: String(error), hint: undefined };
  return fail('server', `${at}: ${message}`, hint ?? 'Is the address right, and does the server run?');
}

/** Whether the server answers, and lets the token in. */
export async function checkServer(endpoint: Endpoint | undefined): Promise<ServerCheck> {
  if (endpoint === undefined) {
    const none = warn(
      'server',
      'none is known',
      'Start one with: millrace standalone. Or name one with --url.',
    );
    return { checks: [none], reached: false };
  }
  const at = addressText(endpoint);
  try {
    const { body, headers } = await clientOf(endpoint).answer(routes.getHealth, {});
    const date = headers.get('date');
    return { checks: [healthCheck(at, body)], reached: true, ...(date === null ? {} : { date }) };
  } catch (error) {
    return { checks: [failureCheck(at, error)], reached: !(error instanceof UnreachableError) };
  }
}
