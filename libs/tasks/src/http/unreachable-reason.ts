const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused; is the service running and the port right?',
  ECONNRESET: 'the connection was closed before the response was complete',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up just now',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'the host did not answer',
  EPIPE: 'the connection was closed before the request was sent',
  HPE_HEADER_OVERFLOW: 'the headers of the response are too large',
};

/** Why there was no response, for people. The system's own text is left out: it tells resolved addresses. */
export function unreachableReason(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) return error instanceof Error ? error.name : 'an unknown error';
  const reason = REASONS[code];
  if (reason !== undefined) return `${reason} (${code})`;
  if (code.startsWith('HPE_')) return `the response is not HTTP (${code})`;
  return /CERT|TLS|SSL|SIGNATURE/.test(code) ? `the TLS connection failed (${code})` : code;
}

/** `code` of an error, or of the first of several: one connection may be tried to several addresses. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? errorCode(error.errors[0]) : undefined;
}
