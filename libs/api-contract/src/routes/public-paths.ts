/** What may be asked without a token: this list and nothing else. */
export const PUBLIC_PATHS: ReadonlySet<string> = new Set(['/livez', '/readyz', '/startupz']);
