import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';

/** Numbers of errors of the server that say: its disk, or the space that it may take, is full. */
export const FULL: ReadonlySet<number> = new Set([3, 20, 1021, 1026, 1114]);

/** A table, or a column of it, is not there or not whole. */
export const DAMAGED: ReadonlySet<number> = new Set([
  1033, 1034, 1035, 1054, 1146, 1194, 1195, 1712, 1812, 1877, 1932,
]);

export const NO_SUCH_TABLE = 1146;
export const DUPLICATE_KEY = 1062;

/** The server gave up for the sake of another transaction: the same again may succeed at once. */
export const GIVEN_UP: ReadonlySet<number> = new Set([1205, 1213, 1412]);

/** Why the database cannot be used, and what to do about it. */
type Fault = (settings: MysqlSettings) => string;

const refused: Fault = (settings) =>
  `The database ${placeOf(settings)} does not let in user '${settings.user}': check user and password, and grant ` +
  `the user all rights on the database (GRANT ALL ON \`${settings.database}\`.* TO …).`;

const missing: Fault = (settings) =>
  `There is no database '${settings.database}' at ${settings.host}:${settings.port}: create it ` +
  `(CREATE DATABASE \`${settings.database}\` CHARACTER SET utf8mb4).`;

const crowded: Fault = (settings) =>
  `The server of ${placeOf(settings)} takes no more connections: raise max_connections (or the limit of the user), ` +
  'or run fewer processes.';

const readOnly: Fault = (settings) =>
  `The database ${placeOf(settings)} is read only: name the server that takes writes.`;

const busy: Fault = (settings) =>
  `Others hold locks in ${placeOf(settings)} for too long: find the transaction (SHOW FULL PROCESSLIST) that nobody ends.`;

const small: Fault = (settings) =>
  `A row is larger than the server of ${placeOf(settings)} takes: raise max_allowed_packet.`;

const insecure: Fault = (settings) =>
  `The server of ${placeOf(settings)} takes connections with TLS only: set tls.`;

/** By number of the server's error. */
export const FAULTS: ReadonlyMap<number, Fault> = new Map([
  ...numbered(refused, 1044, 1045, 1129, 1130, 1142, 1227, 1251, 1410, 1698, 1820, 1862, 3118),
  ...numbered(missing, 1049),
  ...numbered(crowded, 1040, 1041, 1135, 1203, 1226),
  ...numbered(readOnly, 1290, 1792, 1836),
  ...numbered(busy, ...GIVEN_UP),
  ...numbered(small, 1153),
  ...numbered(insecure, 3159),
  ...numbered(lost, 1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 3024, 4031),
]);

/** No connection, or it broke off. */
export function lost(settings: MysqlSettings): string {
  return `The database ${placeOf(settings)} does not answer: see that its server runs and can be reached from here.`;
}

export function noTls(settings: MysqlSettings): string {
  return (
    `The server of ${placeOf(settings)} could not be talked to over TLS: check that it offers TLS, and that its ` +
    'certificate is for that host and signed by an authority that is trusted (tls.ca).'
  );
}

function numbered(fault: Fault, ...errors: readonly number[]): [number, Fault][] {
  return errors.map((error) => [error, fault]);
}
