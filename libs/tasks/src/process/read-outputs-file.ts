import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { OutputsRead } from './parse-outputs.js';
import { parseOutputs } from './parse-outputs.js';

/** How much an attempt may put into its outputs file, bytes. Source: workflow-format §7. */
export const MAX_OUTPUTS_BYTES = 65_536;

/**
 * Reads the file that a script has put its outputs into. No file means no outputs. What is there was made by the
 * script: anything but a regular file is refused, and a link is not followed.
 */
export function readOutputsFile(path: string | undefined): OutputsRead {
  if (path === undefined) return { outputs: {} };
  let descriptor: number;
  try {
    // O_NONBLOCK: opening a named pipe would otherwise wait for its writer.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    if (code === 'ENOENT') return { outputs: {} };
    return code === 'ELOOP' || code === 'ENXIO' ? notRegular() : unreadable(code);
  }
  try {
    if (!fstatSync(descriptor).isFile()) return notRegular();
    return parseBytes(readUpTo(descriptor, MAX_OUTPUTS_BYTES + 1));
  } finally {
    closeSync(descriptor);
  }
}

function parseBytes(bytes: Uint8Array): OutputsRead {
  if (bytes.byteLength > MAX_OUTPUTS_BYTES) {
    const message = `The outputs in $MILLRACE_OUTPUT are larger than ${MAX_OUTPUTS_BYTES / 1024} KiB; put them into a file and give its name.`;
    return { code: 'OUTPUTS_TOO_LARGE', message };
  }
  try {
    return parseOutputs(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { code: 'OUTPUTS_INVALID', message: '$MILLRACE_OUTPUT is not UTF-8 text.' };
  }
}

function readUpTo(descriptor: number, limit: number): Uint8Array {
  const { size } = fstatSync(descriptor);
  const buffer = new Uint8Array(Math.min(size, limit));
  let length = 0;
  while (length < buffer.byteLength) {
    const count = readSync(descriptor, buffer, length, buffer.byteLength - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function notRegular(): OutputsRead {
  return {
    code: 'OUTPUTS_INVALID',
    message: '$MILLRACE_OUTPUT is no longer a regular file; write to it, do not replace it.',
  };
}

function unreadable(code: string): OutputsRead {
  return { code: 'OUTPUTS_INVALID', message: `$MILLRACE_OUTPUT cannot be read (${code}).` };
}
