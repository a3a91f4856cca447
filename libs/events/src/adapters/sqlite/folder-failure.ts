import { DataFolderError } from '../../log-errors.js';

/** The system's code of an error, `EROFS` for example; undefined for anything else that was thrown. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'the system does not permit it'],
  ['EROFS', 'the file system is read-only'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EISDIR', 'a folder stands in its place'],
  ['EEXIST', 'something else stands in its place'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ELOOP', 'its path has too many links'],
]);

/** The log's word for what the system answered of a file in a data folder; undefined where no file is at fault. */
export function folderFailureOf(error: unknown): DataFolderError | undefined {
  const reason = REASONS.get(systemCode(error) ?? '');
  if (reason === undefined || !(error instanceof Error && 'path' in error)) return undefined;
  return new DataFolderError(
    `${String(error.path)} cannot be used: ${reason}. Put that right, or name another data folder with --data or MILLRACE_DATA.`,
  );
}
