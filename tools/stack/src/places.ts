import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(import.meta.dirname, '../../..');

/** Everything the stack keeps: data, logs, downloaded jars, and the file that says what runs. Git ignores it. */
export const STACK_HOME = join(REPOSITORY, '.build/stack');

/** Loopback only: the parts have no passwords worth the name. */
export const LOOPBACK = '127.0.0.1';
