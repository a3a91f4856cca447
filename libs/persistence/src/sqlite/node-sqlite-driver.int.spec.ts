import { describe, expect, it } from 'vitest';
import { NodeSqliteDatabase, bindable } from './node-sqlite-driver.js';

describe('SQLite of Node behind the driver of TypeORM', () => {
  it('knows which statements give rows', () => {
    const db = new NodeSqliteDatabase(':memory:', {});
    expect(db.prepare('SELECT 1 AS one').reader).toBe(true);
    expect(db.exec('CREATE TABLE t (a)').prepare('INSERT INTO t VALUES (?)').reader).toBe(false);
    expect(db.prepare('INSERT INTO t VALUES (?) RETURNING a').reader).toBe(true);
    db.close();
  });

  it('gives rows that are plain objects', () => {
    const db = new NodeSqliteDatabase(':memory:', {});
    const [row] = db.prepare('SELECT 1 AS one').all();
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(db.prepare('SELECT 1 AS one WHERE 0').get()).toBeUndefined();
    expect(db.pragma('user_version')).toEqual([{ user_version: 0 }]);
    db.close();
  });

  it('takes booleans as 0 and 1 and undefined as NULL', () => {
    const db = new NodeSqliteDatabase(':memory:', {}).exec('CREATE TABLE t (a, b, c)');
    expect(db.prepare('INSERT INTO t VALUES (?, ?, ?)').run(true, false, undefined).changes).toBe(1);
    expect(db.prepare('SELECT * FROM t').get()).toEqual({ a: 1, b: 0, c: null });
    db.close();
  });

  it('refuses what SQLite has no form for', () => {
    expect(() => bindable({})).toThrow('SQLite takes no object');
  });
});
