import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PartName } from '../parts/part.js';
import { REPOSITORY } from '../places.js';
import type { RunCommand } from '../processes/run-command.js';

/** The variables by which `docker-compose.yml` learns its ports. */
const PORT_VARIABLES: Readonly<Record<PartName, string>> = {
  kafka: 'MILLRACE_STACK_KAFKA_PORT',
  database: 'MILLRACE_STACK_DATABASE_PORT',
  redis: 'MILLRACE_STACK_REDIS_PORT',
};

export type Ports = Readonly<Partial<Record<PartName, number>>>;

const portEnvironment = (ports: Ports): Record<string, string> =>
  Object.fromEntries(
    Object.entries(PORT_VARIABLES).flatMap(([name, variable]) =>
      Object.entries(ports).flatMap(([known, port]) => (known === name ? [[variable, String(port)]] : [])),
    ),
  );

/** An engine on another machine that is not reached would be waited for much longer. */
const PATIENCE = { timeoutMs: 10_000 };

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';

/** The parts as containers of `docker-compose.yml`, in a project of this clone's own. */
export class Compose {
  private readonly base: readonly string[];

  constructor(
    private readonly run: RunCommand,
    repository = REPOSITORY,
  ) {
    const project = `millrace-${createHash('sha256').update(repository).digest('hex').slice(0, 8)}`;
    this.base = ['compose', '-p', project, '-f', join(repository, 'docker-compose.yml')];
  }

  /** Why there is no engine to be used; undefined when there is one. */
  async unusable(): Promise<string | undefined> {
    const compose = await this.run('docker', ['compose', 'version'], PATIENCE);
    if (!compose.ok) return `no container engine with compose (${lastLine(compose.output)})`;
    const daemon = await this.run('docker', ['info'], PATIENCE);
    return daemon.ok ? undefined : `the container engine does not run (${lastLine(daemon.output)})`;
  }

  /** Starts them and waits for their health checks. Why that failed; undefined when it did not. */
  async up(ports: Ports): Promise<string | undefined> {
    const services = Object.keys(ports);
    const { ok, output } = await this.run(
      'docker',
      [...this.base, 'up', '--detach', '--wait', '--no-deps', ...services],
      { env: portEnvironment(ports) },
    );
    return ok ? undefined : lastLine(output);
  }

  /** Stops containers and keeps their data; with `wipe` both are gone. */
  async down(services: readonly PartName[], { wipe }: { readonly wipe: boolean }): Promise<void> {
    const verb = wipe ? ['rm', '--stop', '--force', '--volumes'] : ['stop'];
    const { ok, output } = await this.run('docker', [...this.base, ...verb, ...services]);
    if (!ok) throw new Error(`Could not end the containers ${services.join(', ')}: ${lastLine(output)}`);
  }

  async logs(service: PartName, lines: number): Promise<string[]> {
    const args = ['logs', '--no-color', '--no-log-prefix', '--tail', String(lines), service];
    const { output } = await this.run('docker', [...this.base, ...args]);
    return output.trimEnd().split('\n');
  }
}
