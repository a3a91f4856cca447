/** What one look at the machine found. */
export interface Check {
  readonly name: string;
  /** `warn`: something to know; `fail`: something that keeps millrace from working. */
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}

export const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail });
export const warn = (name: string, detail: string, hint: string): Check => ({
  name,
  state: 'warn',
  detail,
  hint,
});
export const fail = (name: string, detail: string, hint: string): Check => ({
  name,
  state: 'fail',
  detail,
  hint,
});
