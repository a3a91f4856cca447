import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SecuredKafka } from './secured-kafka.js';

const run = promisify(execFile);

/** Programs that are called here, for those who must have them. */
export const STOCK_CLIENT = [{ program: 'kcat', package: 'kcat' }] as const;

const SECONDS = 15;

/** `kcat` with an account, as other teams come to the log. Throws, with what it says, where it is refused. */
export class KcatAs {
  constructor(
    private readonly kafka: SecuredKafka,
    private readonly account: string,
  ) {}

  async write(topic: string, value: string): Promise<void> {
    const running = this.kcat(['-P', '-t', topic, '-p', '0']);
    running.child.stdin?.end(value);
    await running;
  }

  async read(topic: string): Promise<void> {
    await this.kcat(['-C', '-t', topic, '-p', '0', '-o', 'beginning', '-e', '-q']);
  }

  /** Not by SCRAM: librdkafka before 2.6.1 sends its nonce twice, and brokers no longer let that pass. */
  private kcat(args: readonly string[]): ReturnType<typeof run> {
    const { mechanism, username, password } = this.kafka.loginOf(this.account, 'plain');
    const settings = {
      'security.protocol': 'sasl_ssl',
      'ssl.ca.location': this.kafka.certificates.authority,
      'sasl.mechanisms': mechanism.toUpperCase(),
      'sasl.username': username,
      'sasl.password': password,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
    return run('kcat', ['-b', this.kafka.brokers.join(','), ...options, ...args], {
      timeout: SECONDS * 1000,
    });
  }
}
