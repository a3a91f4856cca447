import type { KafkaSettings } from '@millrace/events/kafka';
import { applyTopics } from '@millrace/events/kafka';
import { describeWithStack } from '@millrace/testing';
import type { Connection } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply, getRun, start, untilEnded } from './client-steps.js';
import type { ServiceName } from './cluster/service-handle.js';
import { FaultWorld } from './faults/fault-world.js';
import type { Sections } from './faults/refused-start.js';
import { endOf, startBeside } from './faults/refused-start.js';
import { QUICK } from './sample-workflows.js';

interface Refusal {
  readonly what: string;
  readonly services: readonly ServiceName[];
  readonly sections: (world: FaultWorld) => Sections;
  readonly code: number;
  readonly says: RegExp;
}

const ALL = ['master', 'worker', 'api', 'logger'] as const;
const NOBODY = '127.0.0.1:1';

/** What keeps a service from starting. */
const REFUSALS: readonly Refusal[] = [
  {
    what: 'brokers at an address where nobody listens',
    services: ['master', 'logger'],
    sections: () => ({ kafka: { brokers: [NOBODY] } }),
    code: 1,
    says: /^millrace: No connection to Kafka at 127\.0\.0\.1:1: .*ECONNREFUSED/m,
  },
  {
    what: 'other counts of partitions than the cluster has',
    services: ['worker', 'api'],
    sections: () => ({ kafka: { partitions: { P: 6, L: 2 } } }),
    code: 1,
    says: /^millrace: The partitions of a cluster are fixed .*commands has 4 and not 6.*Use the counts of the cluster/m,
  },
  {
    what: 'topics that were never applied',
    services: ALL,
    sections: ({ kafka }) => ({ kafka: { prefix: `${kafka.prefix}none.` } }),
    code: 1,
    says: /^millrace: Kafka lacks 12 topics: .*Create them with: millrace topics apply\./m,
  },
  {
    what: 'the read model of another log',
    services: ['api'],
    sections: (world) => ({ kafka: { prefix: uncreated(world).prefix } }),
    code: 1,
    says: /^millrace: Of partition \d, the read model holds log .* but the log ends at offset 0\./m,
  },
  {
    what: 'a database that is not there',
    services: ['api'],
    sections: (world) => ({ database: { url: urlWith(world, { pathname: '/millrace_e2e_nowhere' }) } }),
    code: 1,
    says: /^millrace: There is no database 'millrace_e2e_nowhere' at .*: create it \(CREATE DATABASE/m,
  },
  {
    what: 'a wrong password of the database',
    services: ['api'],
    sections: (world) => ({ database: { url: urlWith(world, { password: 'wrong' }) } }),
    code: 1,
    says: /^millrace: The database .* does not let in user '.*': check user and password/m,
  },
  {
    what: 'a database where nobody listens',
    services: ['api'],
    sections: (world) => ({ database: { url: urlWith(world, { host: NOBODY }) } }),
    code: 1,
    says: /^millrace: The database 127\.0\.0\.1:1\/.* does not answer/m,
  },
];

/** What a service lives with, and says. */
const COMPLAINTS: readonly (Omit<Refusal, 'code' | 'says'> & { readonly says: string })[] = [
  {
    what: 'a log that was never created',
    services: ['master'],
    sections: (world) => ({ kafka: { prefix: uncreated(world).prefix } }),
    says: 'Partition 0 of workflow-events was never created: millrace topics apply makes it.',
  },
  {
    what: 'a wrong password of Redis',
    services: ['master', 'worker'],
    sections: ({ settings }) => ({
      redis: { url: settings.redis.url.replace('redis://', 'redis://me:wrong@') },
    }),
    says: 'WRONGPASS',
  },
  {
    what: 'a Redis where nobody listens',
    services: ['master', 'worker'],
    sections: () => ({ redis: { url: `redis://${NOBODY}` } }),
    says: 'Redis at redis://127.0.0.1:1/0: connect ECONNREFUSED',
  },
];

describeWithStack('services, on a cluster', ['kafka', 'database', 'redis'], (endpoints) => {
  let world: FaultWorld;

  beforeAll(async () => {
    world = await FaultWorld.open(endpoints);
    await applyTopics(uncreated(world), 1, () => undefined);
  });
  afterAll(() => world.close());

  const refusals = REFUSALS.flatMap(({ services, ...one }) =>
    services.map((service) => ({ ...one, service })),
  );
  const complaints = COMPLAINTS.flatMap(({ services, ...one }) =>
    services.map((service) => ({ ...one, service })),
  );

  describe.concurrent('do not start, and say why, with', () => {
    it.each(refusals)('$what: $service ($code)', async ({ service, sections, code, says }) => {
      const ended = await endOf(startBeside(world, service, sections(world)));

      expect(ended.out + ended.err).toMatch(says);
      expect(ended.code).toBe(code);
    });
  });

  describe.concurrent('start, and say what is wrong, with', () => {
    it.each(complaints)('$what: $service', async ({ service, sections, says }) => {
      const command = startBeside(world, service, sections(world));
      await command.said('"ready":true');
      await command.said(says);
      command.signal('SIGTERM');

      expect((await endOf(command)).code).toBe(0);
    });
  });

  describe('the tables of the read model', () => {
    it('are refused by the API when a newer release made them (1)', async () => {
      await world.cluster.api.stop();
      await onDatabase(world, (admin) =>
        admin.query("INSERT INTO read_model_migrations (timestamp, name) VALUES (9999999999999, 'Later')"),
      );
      await expect(world.cluster.api.start()).rejects.toThrow(
        /api ended with 1: [^]*millrace: .*start the newer release/,
      );
      await onDatabase(world, (admin) =>
        admin.query("DELETE FROM read_model_migrations WHERE name = 'Later'"),
      );
      await world.cluster.api.start();
    });

    it('are brought to its own form when an older release made them, and their rows stay', async () => {
      const run = await start(world.client, await apply(world.client, QUICK));
      await untilEnded(world.client, run);
      await world.cluster.api.stop();
      await onDatabase(world, async (admin) => {
        for (const name of ['head', 'entry', 'outbox']) await admin.query(`DROP TABLE catalogue_${name}`);
        await admin.query("DELETE FROM read_model_migrations WHERE name LIKE 'Catalogue%'");
      });
      await world.cluster.api.start();

      expect((await getRun(world.client, run)).state).toBe('succeeded');
      const again = await start(world.client, { project: 'default', workflow: 'quick' });
      expect((await untilEnded(world.client, again)).state).toBe('succeeded');
    });
  });

  it('leave a log that keeps every promise', async () => {
    await world.cluster.stop();
    expect((await world.check({ exactlyOnce: true })).violations).toEqual([]);
  });
});

/** Topics, but nothing in them. */
function uncreated({ kafka }: FaultWorld): KafkaSettings {
  return { ...kafka, prefix: `${kafka.prefix}uncreated.` };
}

function urlWith(
  { settings }: FaultWorld,
  parts: Partial<Pick<URL, 'pathname' | 'password' | 'host'>>,
): string {
  return String(Object.assign(new URL(settings.database.url), parts));
}

async function onDatabase(
  { settings }: FaultWorld,
  work: (admin: Connection) => Promise<unknown>,
): Promise<void> {
  const admin = await createConnection(settings.database.url);
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
