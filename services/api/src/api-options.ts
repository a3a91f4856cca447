/** Settings of the API; also the injection token. */
export abstract class ApiOptions {
  /** The bearer token that every request must bring. At least 32 characters. */
  abstract readonly token: string;
  /** Release, shown by `/health` and in the OpenAPI document. */
  abstract readonly version: string;
  /** Names under which the server may be asked, beside localhost, 127.0.0.1 and [::1]. */
  abstract readonly hosts?: readonly string[];
  /** How long a read of a log waits for lines of an ended attempt that are not stored yet, milliseconds; default 3 s. */
  abstract readonly logWaitMs?: number;
}

/** Shorter tokens can be guessed. */
const MIN_TOKEN = 32;

/** Refuses settings that would leave the API open (S14). */
export function checkOptions({ token }: ApiOptions): void {
  if (token.trim().length >= MIN_TOKEN) return;
  throw new Error(`The API token has ${token.trim().length} characters, at least ${MIN_TOKEN} are needed.`);
}
