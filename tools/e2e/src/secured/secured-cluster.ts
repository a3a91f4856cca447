import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MillraceClient } from '@millrace/api-contract';
import { openKafka } from '@millrace/checker';
import type { StackEndpoints } from '@millrace/stack';
import { checkSystem } from '../check-system.js';
import { ClusterParts } from '../cluster/cluster-parts.js';
import { freePort } from '../cluster/free-port.js';
import type { ServiceName } from '../cluster/service-handle.js';
import { CLUSTER_MAIN, ServiceHandle } from '../cluster/service-handle.js';
import type { Ended } from '../running-command.js';
import { RunningCommand } from '../running-command.js';
import type { SecuredKafka } from './secured-kafka.js';

/** Not the other way round: what a service writes as it ends is taken by those that end later. */
const ENDING = ['worker', 'master', 'logger', 'api'] as const satisfies readonly ServiceName[];

/** One process of each service, each with its own account at a Kafka that lets nobody do what no rule gives. */
export class SecuredCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'));
  private readonly services: readonly ServiceHandle[];
  private readonly parts: ClusterParts;
  private readonly token = `mrt_${randomBytes(24).toString('base64url')}`;
  private port = 0;

  /** Nothing is made and nothing runs yet. */
  constructor(
    private readonly kafka: SecuredKafka,
    others: Pick<StackEndpoints, 'database' | 'redis'>,
  ) {
    const id = randomBytes(6).toString('hex');
    // To clean up and to look at the log afterwards is no business of an account.
    this.parts = new ClusterParts({ ...others, kafka: { brokers: kafka.unsecured } }, id);
    this.services = ENDING.map((service) => {
      const own = service === 'worker' ? { worker: { folder: join(this.folder, 'worker') } } : {};
      const settings = (): object => this.settings(service, own);
      return new ServiceHandle({ service, name: service, file: this.fileOf(service), settings });
    });
  }

  get prefix(): string {
    return this.parts.kafka.prefix;
  }

  /** What its processes wrote to their standard error. */
  get errors(): string {
    return this.services.map(({ errors }) => errors).join('');
  }

  /** `millrace topics apply` with the settings of this account. */
  async applyTopics(account: string): Promise<Ended> {
    const file = this.fileOf(account);
    writeFileSync(file, JSON.stringify({ kafka: this.section(account) }, undefined, 2));
    return await new RunningCommand([CLUSTER_MAIN, 'topics', 'apply', '--config', file]).give().ended;
  }

  /** Starts what does not run. */
  async start(): Promise<MillraceClient> {
    if (this.port === 0) {
      this.port = await freePort();
      await this.parts.makeDatabase();
    }
    await Promise.all(this.services.map((one) => one.start()));
    return new MillraceClient({ baseUrl: `http://127.0.0.1:${this.port}`, token: this.token });
  }

  /** Exit codes of the processes, in the order in which they ended. */
  async stop(): Promise<readonly (number | null)[]> {
    const codes: (number | null)[] = [];
    for (const one of this.services) codes.push(await one.stop());
    return codes;
  }

  /** Throws where the log does not keep its promises. */
  async check(): Promise<void> {
    await checkSystem(await openKafka(this.parts.kafka), this.errors);
  }

  async remove(): Promise<void> {
    await Promise.all(this.services.map((one) => one.kill()));
    await this.parts.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }

  private section(account: string): object {
    const { partitions, prefix } = this.parts.kafka;
    const tls = { enabled: true, caFile: this.kafka.certificates.authority };
    const { brokers } = this.kafka;
    return { brokers, prefix, partitions, replication: 1, tls, login: this.kafka.loginOf(account) };
  }

  private settings(service: ServiceName, own: object): object {
    return {
      ...this.parts.settings(),
      kafka: this.section(service),
      blobs: { folder: join(this.folder, 'blobs') },
      health: { port: 0 },
      api: { port: this.port, token: this.token },
      ...own,
    };
  }
}
