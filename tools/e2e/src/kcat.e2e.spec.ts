import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeadLetter, ReplyMessage } from '@millrace/events';
import { partitionOfKey } from '@millrace/events';
import { whyNoTools } from '@millrace/stack';
import { describeUnless, describeWithStack } from '@millrace/testing';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultWorld } from './faults/fault-world.js';
import type { ShownRecord } from './faults/kcat.js';
import { Kcat } from './faults/kcat.js';
import { SEED } from './faults/length.js';
import { until } from './faults/until.js';
import { randomOf } from './kill-loop.js';
import { REPOSITORY } from './repository.js';

const TOOLS = [{ program: 'kcat', package: 'kcat' }];
const WAIT_MS = 30_000;

describeUnless(await whyNoTools(TOOLS), 'a stock Kafka client', () => {
  describeWithStack('kcat, on a cluster', ['kafka', 'database', 'redis'], (endpoints) => {
    let world: FaultWorld;
    let kcat: Kcat;
    let prefix: string;

    beforeAll(async () => {
      world = await FaultWorld.open(endpoints);
      kcat = new Kcat(endpoints.kafka.brokers);
      ({ prefix } = world.kafka);
      await world.publish(readFileSync(join(REPOSITORY, 'examples/hello.yaml'), 'utf8'));
    });
    afterAll(() => world.close());

    const orderOf = (id: string): string =>
      JSON.stringify({
        specversion: '1.0',
        id,
        source: 'shop',
        type: 'StartRun',
        time: STARTED,
        data: { project: 'default', workflow: 'hello', params: { name: 'Ada' } },
      });
    const STARTED = new Date().toISOString();

    /** The replies to a command of the shop, oldest first, as soon as there are so many. */
    async function repliesTo(id: string, count: number): Promise<readonly ReplyMessage[]> {
      const look = async (): Promise<readonly ReplyMessage[] | undefined> => {
        const values = (await kcat.consume(`${prefix}replies`)).map(
          ({ value }) => JSON.parse(value) as ReplyMessage,
        );
        const found = values.filter(({ correlationid }) => correlationid === id);
        return found.length >= count ? found : undefined;
      };
      return until(`reply ${count} to ${id}`, look, WAIT_MS);
    }

    describe('a CloudEvent without run and subject', () => {
      it('starts a run, and its sender reads which; the same again is answered with the same run', async () => {
        await kcat.produce(`${prefix}commands`, [['order-7', orderOf('order-7')]]);
        const [first] = await repliesTo('order-7', 1);
        await kcat.produce(`${prefix}commands`, [['order-7', orderOf('order-7')]]);
        const [, second] = await repliesTo('order-7', 2);

        expect(first).toMatchObject({
          specversion: '1.0',
          source: 'millrace',
          type: 'CommandAccepted',
          data: { source: 'shop', id: 'order-7', accepted: true, duplicate: false },
        });
        const run = first?.data.run ?? '';
        expect(first?.subject).toBe(run);
        expect(second).toMatchObject({
          type: 'CommandAccepted',
          subject: run,
          data: { source: 'shop', id: 'order-7', accepted: true, duplicate: true, run },
        });
        await world.log.untilEnded([run]);
        expect([...world.log.runs]).toEqual([[run, 'succeeded']]);
      });
    });

    describe('a message that is no CloudEvent', () => {
      it('lands in dead-letters with the reason, and the next command of that partition is decided', async () => {
        const bad = '{"order": 8}';
        await kcat.produce(
          `${prefix}commands`,
          [
            ['order-8', bad],
            ['order-9', orderOf('order-9')],
          ],
          ['-p', '2'],
        );
        const [reply] = await repliesTo('order-9', 1);
        const [shown] = await until('the dead letter', () => deadLetters(1), WAIT_MS);
        const letter = JSON.parse(shown?.value ?? '') as DeadLetter;

        expect(shown?.key).toBe('order-8');
        expect(letter).toMatchObject({
          topic: `commands`,
          partition: 2,
          key: 'order-8',
          value: bad,
          code: 'MALFORMED_COMMAND',
          message: expect.stringContaining('The message is no CloudEvent with a command'),
        });
        expect(reply?.data.accepted).toBe(true);
        await world.log.untilEnded([reply?.data.run ?? '']);
      });

      async function deadLetters(count: number): Promise<readonly ShownRecord[] | undefined> {
        const found = await kcat.consume(`${prefix}dead-letters`);
        return found.length >= count ? found : undefined;
      }
    });

    describe('its partitioner', () => {
      const PARTITIONS = 12;

      it(`murmur2_random puts 50 keys (seed ${SEED}) where ours are`, async () => {
        const topic = `${prefix}keys`;
        await withAdmin((admin) =>
          admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true }),
        );
        const random = randomOf(SEED);
        const keys = Array.from({ length: 50 }, () => keyFrom(random));
        await kcat.produce(
          topic,
          keys.map((key) => [key, 'x']),
          ['-X', 'partitioner=murmur2_random'],
        );
        const shown = await kcat.consume(topic);

        const theirs = shown.map(({ key, partition }) => `${key} ${partition}`);
        expect(theirs.toSorted()).toEqual(
          keys.map((key) => `${key} ${partitionOfKey(key, PARTITIONS)}`).toSorted(),
        );
      });

      const ALPHABET = 'abcXYZ0189-_:/.äß水🜁';

      function keyFrom(random: () => number): string {
        const letters = [...ALPHABET];
        const length = 1 + Math.floor(random() * 40);
        return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
      }

      async function withAdmin(work: (admin: ReturnType<Kafka['admin']>) => Promise<unknown>): Promise<void> {
        const admin = new Kafka({ brokers: endpoints.kafka.brokers, logLevel: logLevel.NOTHING }).admin();
        await admin.connect();
        try {
          await work(admin);
        } finally {
          await admin.disconnect();
        }
      }
    });

    it('leaves a log that keeps every promise, and no run that has not succeeded', async () => {
      await world.cluster.stop();
      expect((await world.check({ exactlyOnce: true })).violations).toEqual([]);
      expect(new Set(world.log.runs.values())).toEqual(new Set(['succeeded']));
    });
  });
});
