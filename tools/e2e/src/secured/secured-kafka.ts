import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaLogin, KafkaSettings } from '@millrace/events/kafka';
import type { KafkaExtras, OwnKafka } from '@millrace/stack';
import { startOwnKafka } from '@millrace/stack';
import { GuardedProcess } from '../faults/guarded-process.js';
import type { Certificates } from './certificates.js';
import { makeCertificates } from './certificates.js';

export type Mechanism = KafkaLogin['mechanism'];

export const MECHANISMS: readonly Mechanism[] = ['scram-sha-512', 'scram-sha-256', 'plain'];

/** May do everything: it makes the rules for the others. */
export const ADMIN = 'admin';

const LISTENER = 'SECURED';
const LOGIN_MODULE: Readonly<Record<Mechanism, string>> = {
  'scram-sha-512': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  'scram-sha-256': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  plain: 'org.apache.kafka.common.security.plain.PlainLoginModule',
};

/** A Kafka with encryption, accounts and rules, in which nobody may do what no rule gives. */
export class SecuredKafka {
  private constructor(
    private readonly home: string,
    private readonly kafka: OwnKafka,
    readonly certificates: Certificates,
    private readonly passwords: ReadonlyMap<string, string>,
    private readonly guard: GuardedProcess | undefined,
  ) {}

  /** `accounts`: beside that of the admin; each is known by every mechanism. Throws where it does not come up. */
  static async start(accounts: readonly string[]): Promise<SecuredKafka> {
    const home = mkdtempSync(join(tmpdir(), 'millrace-secured-'));
    let guard: GuardedProcess | undefined;
    try {
      const certificates = await makeCertificates(home);
      const names = [ADMIN, ...accounts];
      const passwords = new Map(names.map((name) => [name, randomBytes(16).toString('hex')]));
      const folder = join(home, 'kafka');
      mkdirSync(folder);
      const kafka = await startOwnKafka({
        home: folder,
        extras: ({ broker, controller, other }) => {
          const listeners = [`PLAINTEXT://127.0.0.1:${broker}`, `${LISTENER}://127.0.0.1:${other}`];
          return extrasOf(listeners, `CONTROLLER://127.0.0.1:${controller}`, certificates, passwords);
        },
        note: (pid) => (guard = new GuardedProcess('kafka', pid)),
      });
      return new SecuredKafka(home, kafka, certificates, passwords, guard);
    } catch (error) {
      guard?.leave();
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where accounts log in. */
  get brokers(): string[] {
    return [`127.0.0.1:${this.kafka.ports.other}`];
  }

  /** Where the broker itself comes, without encryption and login: everything may be done there. */
  get unsecured(): string[] {
    return [`127.0.0.1:${this.kafka.ports.broker}`];
  }

  loginOf(username: string, mechanism: Mechanism = 'scram-sha-512'): KafkaLogin {
    return { mechanism, username, password: this.passwords.get(username) ?? '' };
  }

  /** How an account comes to it. */
  access(
    username: string,
    mechanism?: Mechanism,
  ): Required<Pick<KafkaSettings, 'brokers' | 'tls' | 'login'>> {
    const ca = readFileSync(this.certificates.authority, 'utf8');
    return { brokers: this.brokers, tls: { ca }, login: this.loginOf(username, mechanism) };
  }

  async remove(): Promise<void> {
    this.guard?.leave();
    await this.kafka.remove();
    rmSync(this.home, { recursive: true, force: true });
  }
}

function extrasOf(
  listeners: readonly string[],
  controller: string,
  certificates: Certificates,
  passwords: ReadonlyMap<string, string>,
): KafkaExtras {
  const ofListener = `listener.name.${LISTENER.toLowerCase()}`;
  const users = [...passwords].map(([name, password]) => `user_${name}="${password}"`).join(' ');
  const jaas = MECHANISMS.map((mechanism): [string, string] => [
    `${ofListener}.${mechanism}.sasl.jaas.config`,
    `${LOGIN_MODULE[mechanism]} required${mechanism === 'plain' ? ` ${users}` : ''};`,
  ]);
  return {
    properties: {
      listeners: [...listeners, controller].join(','),
      'advertised.listeners': listeners.join(','),
      'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,${LISTENER}:SASL_SSL`,
      [`${ofListener}.ssl.keystore.type`]: 'PEM',
      [`${ofListener}.ssl.keystore.location`]: certificates.server,
      [`${ofListener}.sasl.enabled.mechanisms`]: MECHANISMS.map((one) => one.toUpperCase()).join(','),
      ...Object.fromEntries(jaas),
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': false,
      // Without a name comes the broker itself, by the listeners without a login; to the other one nobody does.
      'super.users': `User:${ADMIN};User:ANONYMOUS`,
    },
    // It lives for a minute: to compile it well costs more than that brings.
    javaArgs: ['-Xshare:auto', '-XX:TieredStopAtLevel=1'],
    formatArgs: [...passwords].flatMap(([name, password]) =>
      ['SCRAM-SHA-512', 'SCRAM-SHA-256'].flatMap((mechanism) => [
        '--add-scram',
        `${mechanism}=[name=${name},password=${password}]`,
      ]),
    ),
  };
}
