import { describe, expect, it } from 'vitest';
import { lockNameOf, mysqlSettingsOf, placeOf } from './mysql-settings.js';

describe('The address of a database', () => {
  it.each([
    [
      'mysql://millrace:secret@db.example:3307/millrace',
      { host: 'db.example', port: 3307, database: 'millrace', user: 'millrace', password: 'secret' },
    ],
    [
      'mysql://a%40b:p%3A%2F%3F%23%25%20w@[::1]/read-model?tls=true',
      { host: '::1', port: 3306, database: 'read-model', user: 'a@b', password: 'p:/?#% w', tls: {} },
    ],
    [
      'mysql://root@localhost/m?tls=false',
      { host: 'localhost', port: 3306, database: 'm', user: 'root', password: '' },
    ],
  ])('is read from %s', (text, settings) => {
    expect(mysqlSettingsOf(text)).toEqual(settings);
  });

  it.each([
    ['', 'it is no URL'],
    ['mysql://u:sec#ret@host/db', 'it is no URL'],
    ['mysql://u:sec/ret@host/db', 'it is no URL'],
    ['mysql://secret:7#@host/db', 'there is a #'],
    ['postgres://u:secret@host/db', 'it begins with postgres:'],
    ['mysql://u:secret@host', 'it names no database'],
    ['mysql://u:secret@host/a.b', "'a.b' is no name for it"],
    ['mysql://u:secret@host/a/b', "'a/b' is no name for it"],
    ['mysql://host/db', 'it names no user'],
    ['mysql://u:secret%@host/db', 'its password has a %'],
    ['mysql://u%zz:secret@host/db', 'its user has a %'],
    ['mysql://u:secret@host/db?tls=maybe', 'tls is neither true nor false'],
    ['mysql://u:secret@host/db?ssl=secret', 'a parameter that is not known'],
  ])('is refused where it is %s, without its password', (text, why) => {
    const refuse = () => mysqlSettingsOf(text);
    expect(refuse).toThrow('The address of the database is not mysql://user:password@host:port/database: ');
    expect(refuse).toThrow(why);
    expect(refuse).not.toThrow(/sec(ret)?\b/);
  });

  it('is told without user and password', () => {
    const settings = { host: '::1', port: 3306, database: 'm', user: 'u', password: 'secret' };
    expect(placeOf(settings)).toBe('[::1]:3306/m');
    expect(placeOf({ ...settings, host: 'h' })).toBe('h:3306/m');
  });

  it('has a lock whose name fits, another for each database', () => {
    const settings = { host: 'h', port: 3306, database: 'm'.repeat(64), user: 'u', password: '' };
    expect(lockNameOf(settings).length).toBeLessThanOrEqual(64);
    expect(lockNameOf({ ...settings, database: 'M' })).not.toBe(lockNameOf({ ...settings, database: 'm' }));
  });
});
