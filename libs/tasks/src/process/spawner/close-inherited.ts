import { closeSync, readFileSync, readdirSync } from 'node:fs';

/** Flag of a descriptor that no program is given on (O_CLOEXEC of Linux), as fdinfo shows it: octal. */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes what this process was given by whoever started it, beyond standard input and outputs: a script shall not hold
 * the locks and pipes of the shell that the engine was started from. What Node itself has opened is not given on.
 * Linux; elsewhere it does nothing.
 */
export function closeInherited(): void {
  for (const descriptor of openDescriptors()) {
    if (descriptor > 2 && isGivenOn(descriptor)) closeSync(descriptor);
  }
}

function openDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}

function isGivenOn(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The list was read through a descriptor of its own, which is gone by now.
    return false;
  }
}
