import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';

const LOOKS = 500;
const BETWEEN_LOOKS_MS = 20;

/** Processes whose environment has this text: what an engine on that folder has left running. Linux. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((name) => environmentOf(name).includes(text))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits some seconds at most for the processes of an engine on that folder to be gone; gives those that are left. */
export async function leftOf(text: string): Promise<readonly number[]> {
  let left = processesWith(text);
  for (let look = 0; left.length > 0 && look < LOOKS; look += 1) {
    await pass(BETWEEN_LOOKS_MS);
    left = processesWith(text);
  }
  return left;
}
