import { z } from 'zod';

export interface ServerUrlRules {
  /** Without the colon. */
  readonly schemes: readonly string[];
  /** What stands after the host, from the slash on. */
  readonly path: RegExp;
  readonly example: string;
}

/** The address of a server, with what is needed to log in. It may hold a password: mark it as secret. */
export function serverUrl({ schemes, path, example }: ServerUrlRules): z.ZodString {
  const fits = (text: string): boolean => {
    const url = URL.parse(text);
    if (url === null || url.hostname === '' || !schemes.includes(url.protocol.slice(0, -1))) return false;
    return path.test(url.pathname) && !hasLostPassword(url);
  };
  return z.string().refine(fits, {
    error: `must be an address such as ${example}; write characters of the password that mean something there as %xx`,
  });
}

/** A password with / ? or # in it ends the host too early: what should be the host stands after it. */
function hasLostPassword({ pathname, search, hash }: URL): boolean {
  return hash !== '' || `${pathname}${search}`.includes('@');
}
