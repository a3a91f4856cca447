/** `npm run proof` asks for the long forms. */
export const LONG = process.env['MILLRACE_FAULTS'] === 'long';

/** What chance decides is decided by it. */
export const SEED = Number(process.env['MILLRACE_SEED'] ?? 20261121);
