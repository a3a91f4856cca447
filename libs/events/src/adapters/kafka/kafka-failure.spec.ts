import { describe, expect, it } from 'vitest';
import { isDenied, reasonOf, typeOf, unreachable } from './kafka-failure.js';

const BROKERS = ['kafka-1:9093'];
const TLS = { ca: 'PEM' };
const LOGIN = { mechanism: 'plain', username: 'worker', password: 'hunter2' } as const;

/** As the client makes them: with a name, and more beside the message. */
function failure(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const denied = (type: string): Error => failure('KafkaJSProtocolError', 'Not authorized', { type });
const tooOften = (cause: Error): Error => failure('KafkaJSNumberOfRetriesExceeded', cause.message, { cause });

describe('what a broker says', () => {
  it.each([
    ['itself', denied('TOPIC_AUTHORIZATION_FAILED')],
    ['after many tries', tooOften(denied('TOPIC_AUTHORIZATION_FAILED'))],
    [
      'for each topic that was to be made',
      failure('KafkaJSAggregateError', 'Topic creation errors', {
        errors: [denied('TOPIC_AUTHORIZATION_FAILED')],
      }),
    ],
    [
      'for each partition of which records were to go',
      tooOften(
        failure('KafkaJSDeleteTopicRecordsError', 'Error while deleting records', {
          partitions: [{ partition: 0, error: denied('TOPIC_AUTHORIZATION_FAILED') }],
        }),
      ),
    ],
  ])('is found where the client keeps it: %s', (_, error) => {
    expect(typeOf(error)).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(isDenied(error)).toBe(true);
  });

  it('is told with the right that is lacking, and where the rights are written', () => {
    expect(reasonOf(denied('GROUP_AUTHORIZATION_FAILED'), 'Read on the group millrace.masters')).toBe(
      'the account of this process lacks Read on the group millrace.masters (GROUP_AUTHORIZATION_FAILED). docs/reference/topics.md has the rights of each role.',
    );
    expect(reasonOf(new Error('It is asleep.\n  at x'), 'Read')).toBe('It is asleep.');
  });
});

describe('what keeps a process from its brokers', () => {
  const closed = failure('KafkaJSConnectionClosedError', 'Closed connection');
  const broken = (message: string, code?: string): Error =>
    tooOften(failure('KafkaJSConnectionError', `Connection error: ${message}`, { code }));

  it.each([
    [
      'a right',
      {},
      denied('TOPIC_AUTHORIZATION_FAILED'),
      'Kafka at kafka-1:9093 refuses: the account of this process lacks Describe and DescribeConfigs on all topics (TOPIC_AUTHORIZATION_FAILED). docs/reference/topics.md has the rights of each role.',
    ],
    [
      'a wrong password',
      { tls: TLS, login: LOGIN },
      failure('KafkaJSSASLAuthenticationError', 'SASL PLAIN authentication failed'),
      'Kafka at kafka-1:9093 does not let in worker: SASL PLAIN authentication failed. Check kafka.login: its mechanism, username and password.',
    ],
    [
      'a login that nobody asked for',
      { login: LOGIN },
      failure('KafkaJSProtocolError', 'Request is not valid', { type: 'ILLEGAL_SASL_STATE' }),
      'Kafka at kafka-1:9093 takes no login there: take out kafka.login, or name the port where accounts log in.',
    ],
    [
      'another authority',
      { tls: TLS },
      broken('unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      'Kafka at kafka-1:9093 shows a certificate that is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE): Connection error: unable to verify the first certificate. Name the authority that signed it in kafka.tls.caFile, and the brokers as the certificate does.',
    ],
    [
      'TLS where there is none',
      { tls: TLS },
      broken('Client network socket disconnected before secure TLS connection was established', 'ECONNRESET'),
      'Kafka at kafka-1:9093 seems to speak no TLS there: name the port where it does, or set kafka.tls.enabled to false.',
    ],
    [
      'no TLS where it is asked for',
      { login: LOGIN },
      tooOften(closed),
      'Kafka at kafka-1:9093 closes the connection without an answer: it may ask for TLS: then set kafka.tls.enabled to true.',
    ],
    [
      'no login where it is asked for',
      { tls: TLS },
      closed,
      'Kafka at kafka-1:9093 closes the connection without an answer: it may ask for a login: then set kafka.login.',
    ],
    [
      'a connection that is closed for no reason known here',
      { tls: TLS, login: LOGIN },
      closed,
      'Kafka at kafka-1:9093 closes the connection without an answer: its log says why.',
    ],
    [
      'nobody there',
      { tls: TLS, login: LOGIN },
      broken('connect ECONNREFUSED 10.0.0.1:9093', 'ECONNREFUSED'),
      'No connection to Kafka at kafka-1:9093: Connection error: connect ECONNREFUSED 10.0.0.1:9093',
    ],
  ])('is said with what to do about it: %s', (_, settings, error, text) => {
    const told = unreachable({ brokers: BROKERS, ...settings }, error);
    expect(told.message).toBe(text);
    expect(told.cause).toBe(error);
  });

  it('is said without a password', () => {
    const error = failure('KafkaJSSASLAuthenticationError', 'No.');
    expect(unreachable({ brokers: BROKERS, login: LOGIN }, error).message).not.toContain('hunter2');
  });
});
