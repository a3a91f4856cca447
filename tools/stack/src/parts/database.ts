import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { LOOPBACK, REPOSITORY } from '../places.js';
import { databaseAnswers } from '../probes/database-probe.js';
import { mustRun } from '../processes/run-command.js';
import { hostOf, parseUrl } from './addresses.js';
import type { Part, StackEndpoints } from './part.js';

const DEFAULT_PORT = 3306;

/** Makes the user and the schema of the tests; `docker-compose.yml` mounts the same file. */
const INITIAL_SQL = join(REPOSITORY, 'tools/stack/database.sql');

/** What MySQL 8 has by default, so that MariaDB refuses the same statements. */
const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join(',');

/** A folder that was begun and not finished never gets the name `data`. */
async function makeData(home: string): Promise<string> {
  const data = join(home, 'data');
  if (existsSync(data)) return data;
  const unfinished = join(home, 'data.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await mustRun('mariadb-install-db', [
    ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${unfinished}`],
    ...['--auth-root-authentication-method=normal', '--skip-test-db'],
  ]);
  await rename(unfinished, data);
  return data;
}

export const database: Part<StackEndpoints['database']> = {
  variable: 'MILLRACE_STACK_DATABASE',
  variableForm: 'mysql://user:password@host:port/schema',
  ports: [13_306],
  fromVariable(text) {
    const url = parseUrl(text, 'mysql');
    const name = decodeURIComponent(url?.pathname.slice(1) ?? '');
    if (url === undefined || url.username === '' || name === '') return undefined;
    const address = { host: hostOf(url), port: Number(url.port || DEFAULT_PORT) };
    const account = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    return { endpoint: { ...address, ...account, name }, addresses: [address] };
  },
  textAt: (port) => `mysql://millrace:millrace@${LOOPBACK}:${port}/millrace`,
  answers: databaseAnswers,
  needs: () => [
    { program: 'mariadbd', package: 'mariadb-server-core' },
    { program: 'mariadb-install-db', package: 'mariadb-server-core' },
    // mariadb-install-db calls it.
    { program: 'my_print_defaults', package: 'mariadb-client-core' },
  ],
  async prepare(home, [port]) {
    const data = await makeData(home);
    return {
      program: 'mariadbd',
      args: [
        ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${data}`],
        // Relative, so below the data folder: the path of a socket may have 107 bytes, and that of a clone more.
        ...['--socket=mariadb.sock', '--pid-file=mariadb.pid'],
        ...[`--bind-address=${LOOPBACK}`, `--port=${port}`, '--skip-name-resolve', '--host-cache-size=0'],
        // Not 2: that logs every knock at the port that asks whether the server is ready.
        ...['--log-warnings=1', `--init-file=${INITIAL_SQL}`],
        ...['--innodb-buffer-pool-size=256M', '--character-set-server=utf8mb4', `--sql-mode=${SQL_MODE}`],
      ],
    };
  },
};
