import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { load, problemsOf } from '../../testing/problems-of.js';
import { kafkaConfig } from './kafka.js';

const schema = z.strictObject({ kafka: kafkaConfig({ clientId: 'millrace-master' }) });
const BROKERS = { MILLRACE_KAFKA_BROKERS: 'kafka-1:9092' };

describe('kafka', () => {
  it('needs to know its brokers and no more', () => {
    expect(load(schema, { env: BROKERS })).toEqual({
      kafka: {
        brokers: ['kafka-1:9092'],
        clientId: 'millrace-master',
        prefix: 'millrace.',
        partitions: { P: 12, L: 4 },
        replication: 3,
        tls: { enabled: false },
        sessionTimeout: 10_000,
        heartbeat: 300,
      },
    });
    expect(problemsOf(schema, {})).toEqual([
      'kafka.brokers: is missing; set it in a file named by --config or by the variable MILLRACE_KAFKA_BROKERS',
    ]);
    expect(problemsOf(schema, { yaml: 'kafka: { brokers: [] }' })).toEqual([
      'millrace.yaml:1:19: kafka.brokers: must name at least one broker',
    ]);
  });

  it.each(['a:1', 'a-b.c_d.example:65535', '127.0.0.1:9092', '[::1]:9092'])(
    'may have a broker at %s',
    (broker) => {
      expect(load(schema, { env: { MILLRACE_KAFKA_BROKERS: broker } }).kafka.brokers).toEqual([broker]);
    },
  );

  it.each(['a', 'a:', ':9092', 'a:0', 'a:65536', 'a:9092/', 'kafka://a:1', 'a b:1', '::1:9092'])(
    'may not have a broker at %s',
    (broker) => {
      expect(problemsOf(schema, { env: { MILLRACE_KAFKA_BROKERS: `ok:1,${broker}` } })).toEqual([
        `variable MILLRACE_KAFKA_BROKERS: kafka.brokers, item 2: must be host:port, for example kafka-1:9092, not '${broker}'`,
      ]);
    },
  );

  it.each(['', '.a', 'A', 'a b', 'a:'])('may not have the prefix %j', (prefix) => {
    expect(problemsOf(schema, { env: { ...BROKERS, MILLRACE_KAFKA_PREFIX: prefix } })).toEqual([
      `variable MILLRACE_KAFKA_PREFIX: kafka.prefix: must begin with a-z or 0-9 and have only those, dots, _ and - after it, not '${prefix}'`,
    ]);
  });

  it('has room for three heartbeats in a session', () => {
    const fits = { MILLRACE_KAFKA_SESSION_TIMEOUT: '900ms' };
    const late = { MILLRACE_KAFKA_SESSION_TIMEOUT: '899ms' };

    expect(problemsOf(schema, { env: { ...BROKERS, ...fits } })).toEqual([]);
    expect(problemsOf(schema, { env: { ...BROKERS, ...late } })).toEqual([
      "variable MILLRACE_KAFKA_SESSION_TIMEOUT: kafka.sessionTimeout ('899ms') and kafka.heartbeat (300ms, the default): three heartbeats must fit into the session time-out, or one late heartbeat loses the partitions; raise the time-out or shorten the heartbeat",
    ]);
  });

  it('logs in with a password that may be in a file', () => {
    const env = {
      ...BROKERS,
      MILLRACE_KAFKA_LOGIN_MECHANISM: 'scram-sha-512',
      MILLRACE_KAFKA_LOGIN_USERNAME: 'me',
      MILLRACE_KAFKA_LOGIN_PASSWORD_FILE: '/run/secrets/kafka',
    };
    const { login } = load(schema, { env, files: { '/run/secrets/kafka': 'hunter2\n' } }).kafka;

    expect(login).toEqual({ mechanism: 'scram-sha-512', username: 'me', password: 'hunter2' });
  });

  it('needs a whole login', () => {
    expect(problemsOf(schema, { yaml: 'kafka: { login: { username: me } }', env: BROKERS })).toEqual([
      'kafka.login.mechanism: is missing; set it in millrace.yaml or by the variable MILLRACE_KAFKA_LOGIN_MECHANISM',
      'kafka.login.password: is missing; set it in millrace.yaml or by the variable MILLRACE_KAFKA_LOGIN_PASSWORD, or name a file that holds it by MILLRACE_KAFKA_LOGIN_PASSWORD_FILE',
    ]);
  });

  it('takes a certificate with its key, and files with encryption only', () => {
    const tls = { MILLRACE_KAFKA_TLS_ENABLED: 'true', MILLRACE_KAFKA_TLS_CERT_FILE: '/c' };

    expect(problemsOf(schema, { env: { ...BROKERS, ...tls, MILLRACE_KAFKA_TLS_KEY_FILE: '/k' } })).toEqual(
      [],
    );
    expect(problemsOf(schema, { env: { ...BROKERS, ...tls } })).toEqual([
      "variable MILLRACE_KAFKA_TLS_CERT_FILE: kafka.tls.certFile ('/c') and kafka.tls.keyFile (not set): a certificate and its key go together; set both or neither",
    ]);
    expect(problemsOf(schema, { env: { ...BROKERS, MILLRACE_KAFKA_TLS_CA_FILE: '/ca' } })).toEqual([
      "variable MILLRACE_KAFKA_TLS_CA_FILE: kafka.tls.enabled (false, the default) and kafka.tls.caFile ('/ca') and kafka.tls.certFile (not set) and kafka.tls.keyFile (not set): files are named but nothing is encrypted; set kafka.tls.enabled to true or take the files out",
    ]);
  });
});
