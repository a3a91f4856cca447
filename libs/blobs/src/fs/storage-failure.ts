import { BlobError } from '../blob-error.js';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** The system's code of an error, `EIO` for example; undefined for anything else that was thrown. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** True when the error says that no such file is there. */
export function saysAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code !== undefined && ABSENT.has(code);
}

/** What the storage said, in the words of the port. */
export function failureOf(error: unknown, action: string, key: string): BlobError {
  if (error instanceof BlobError) return error;
  const code = systemCode(error);
  if (code === 'ELOOP') {
    return new BlobError('UNSAFE_PATH', `Could not ${action} blob ${key}: it is a symbolic link.`, {
      cause: error,
    });
  }
  if (code !== undefined && FULL.has(code)) {
    const hint = 'the disk or the quota is full. Free space; it is tried again.';
    return new BlobError('STORE_FULL', `Could not ${action} blob ${key}: ${hint}`, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new BlobError('STORE_FAILED', `Could not ${action} blob ${key}: ${reason}`, { cause: error });
}
