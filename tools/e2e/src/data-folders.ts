import { closeSync, cpSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const PAGE = 4096;

/** A copy of a data folder that no process uses. */
export function copyFolder(from: string, to: string): string {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  return to;
}

/** Turns over every bit of a page in the middle of a database. */
export function damageMiddle(file: string): void {
  const place = PAGE * Math.floor(statSync(file).size / PAGE / 2);
  const bytes = Buffer.alloc(PAGE);
  const handle = openSync(file, 'r+');
  readSync(handle, bytes, 0, PAGE, place);
  writeSync(
    handle,
    bytes.map((byte) => ~byte & 0xff),
    0,
    PAGE,
    place,
  );
  closeSync(handle);
}

/** Changes a database behind the back of its engine. */
export function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

export function logOf(folder: string): string {
  return join(folder, 'log.db');
}

/** The files of the read model. */
export function readModelOf(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith('read-model.db'));
  return names.map((name) => join(folder, name));
}
