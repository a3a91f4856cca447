import { readFileSync } from 'node:fs';
import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { Role } from '@millrace/events';
import { TOPICS } from '@millrace/events';
import type { ClientLog, KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog, applyTopics } from '@millrace/events/kafka';
import { whyNoTools, whyNotNative } from '@millrace/stack';
import { describeUnless, describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apply, start, untilEnded } from './client-steps.js';
import { workflowOf } from './faults/fault-workflows.js';
import { ANYTHING, TOPIC_NAMES, allowed, expected, tryAll } from './secured/attempts.js';
import { CERTIFICATE_TOOLS } from './secured/certificates.js';
import { KcatAs, STOCK_CLIENT } from './secured/kcat-as.js';
import { giveRight, makeRules } from './secured/rules.js';
import { SecuredCluster } from './secured/secured-cluster.js';
import type { Mechanism } from './secured/secured-kafka.js';
import { MECHANISMS, SecuredKafka } from './secured/secured-kafka.js';

/** An installation where accounts may try everything: what they write there is nonsense. */
const PREFIX = 'tried.';
const INSTALLATION = { clientId: 'millrace-e2e', prefix: PREFIX, partitions: { P: 4, L: 2 } };
const SERVICES = ['operator', 'master', 'worker', 'api', 'logger'] as const satisfies readonly Role[];
const ROLES: readonly Role[] = [...SERVICES, 'alert', 'upstream'];
/** Other systems come with clients of their own. */
const OF_US: readonly Role[] = [...SERVICES, 'alert'];
const NO_MASTERS = OF_US.filter((role) => role !== 'master');
/** Nothing that is refused may keep anybody waiting for longer. */
const SECONDS = 10_000;

const silent = (): void => undefined;
const missing = (await whyNotNative(['kafka'])) ?? (await whyNoTools(CERTIFICATE_TOOLS));
const lacksClient = await whyNoTools(STOCK_CLIENT);

describeUnless(missing, 'a Kafka with TLS, accounts and rules', () => {
  describeWithStack('whose rules are made of the catalogue', ['database', 'redis'], (others) => {
    let kafka: SecuredKafka;
    let cluster: SecuredCluster;

    beforeAll(async () => {
      kafka = await SecuredKafka.start(ROLES);
      cluster = new SecuredCluster(kafka, others);
      await Promise.all([makeRules(kafka, SERVICES, cluster.prefix), makeRules(kafka, ROLES, PREFIX)]);
      await applyTopics(trying('operator'), 1, silent);
      const log = await open(unsecured());
      await Promise.all(TOPIC_NAMES.map((topic) => log.append(topic, [ANYTHING])));
      await log.close();
    });
    afterAll(async () => {
      await cluster.remove();
      await kafka.remove();
    });

    const open = (settings: KafkaSettings, say: ClientLog = silent): Promise<KafkaEventLog> =>
      KafkaEventLog.open(settings, say);

    /** The settings of an account where everything may be tried. */
    const trying = (account: string, mechanism?: Mechanism): KafkaSettings => ({
      ...INSTALLATION,
      ...kafka.access(account, mechanism),
    });

    /** Where the broker itself comes: nobody is asked who he is. */
    const unsecured = (): KafkaSettings => ({ ...INSTALLATION, brokers: kafka.unsecured });

    describe('the services, each with its own account', () => {
      const KEY = { task: 'talk', attempt: 1 };
      let client: MillraceClient;

      it('are given topics by the operator, and by nobody else', async () => {
        const refused = await cluster.applyTopics('worker');
        expect(refused.code).toBe(1);
        expect(refused.err).toMatch(
          /^millrace: Kafka at .* refuses: the account of this process lacks Create, .* \(TOPIC_AUTHORIZATION_FAILED\)\. .*\n$/,
        );
        const { code, err } = await cluster.applyTopics('operator');
        expect([code, err]).toEqual([0, '']);
      });

      it('run a workflow to its end, and its logs can be read', async () => {
        client = await cluster.start();
        const target = await apply(
          client,
          workflowOf('talking', {
            talk: { type: 'shell', script: 'echo "as $USER_OF_TASK"', env: { USER_OF_TASK: 'worker' } },
            after: { type: 'noop', needs: ['talk'] },
          }),
        );
        expect(await linesOf(await runOf(target))).toEqual(['as worker']);
      });

      it('stop and start again, and go on', async () => {
        expect(await cluster.stop()).toEqual([0, 0, 0, 0]);
        client = await cluster.start();
        const run = await runOf({ project: 'default', workflow: 'talking' });
        expect(await linesOf(run)).toEqual(['as worker']);
        expect(await cluster.stop()).toEqual([0, 0, 0, 0]);
        expect(cluster.errors).not.toMatch(/AUTHORIZATION|authorized|lacks/);
        await cluster.check();
      });

      async function runOf(target: { project: string; workflow: string }): Promise<string> {
        const { id, state } = await untilEnded(client, await start(client, target));
        expect(state).toBe('succeeded');
        return id;
      }

      async function linesOf(run: string): Promise<readonly string[]> {
        const lines: string[] = [];
        for await (const { text } of client.stream(routes.streamLog, { params: { run, ...KEY } }))
          lines.push(text);
        return lines;
      }
    });

    describe('an account', () => {
      it.each(MECHANISMS)('is let in by %s', async (mechanism) => {
        const log = await open(trying('worker', mechanism));
        expect(await log.bounds('catalog', 0)).toEqual({ start: 0, end: 1 });
        await log.close();
      });

      // Of what one has deleted the others need no right: the one that may comes last.
      it.each([...NO_MASTERS, 'master'] as const)(
        'of the role %s reads, writes and deletes what the catalogue says, and nothing else',
        async (role) => {
          const log = await open(trying(role));
          try {
            const tried = await tryAll(log, PREFIX, ['Read', 'Write']);
            expect(tried).toEqual({ ...expected(role, ['Read', 'Write']), unclear: [] });
            const deletable = TOPIC_NAMES.filter((topic) => TOPICS[topic].kept !== 'compacted');
            const deleted = await tryAll(log, PREFIX, ['Delete'], deletable);
            expect(deleted).toEqual({ ...expected(role, ['Delete'], deletable), unclear: [] });
            const starts = deletable.map(async (topic) => (await log.bounds(topic, 0)).start);
            expect(await Promise.all(starts)).toEqual(
              deletable.map((topic) => Number(deleted.done.includes(`${topic} Delete`))),
            );
            if (role === 'master') return;
            await expect(log.own({ assigned: silent, revoked: silent })).rejects.toThrow(
              `lacks Read on the group ${PREFIX}masters (GROUP_AUTHORIZATION_FAILED)`,
            );
          } finally {
            await log.close();
          }
        },
      );

      it('that may not write events says so, although an owner tries again and again', async () => {
        const said: string[] = [];
        const log = await open(trying('worker'), (level, message) => level === 'error' && said.push(message));
        const reason = `lacks Write on ${PREFIX}workflow-events (TOPIC_AUTHORIZATION_FAILED)`;
        for (const _ of ['first', 'again']) {
          const writer = log.openWriter(0);
          await expect(writer.append(['{}'], { epoch: 1, nonce: 'n' })).rejects.toThrow(reason);
          writer.close();
        }
        expect(said).toEqual([expect.stringContaining(reason)]);
        expect(log.trouble()).toBe(said[0]);
        await log.close();
      });

      it('without a right on one topic follows the others, and that one from when it has the right', async () => {
        const said: string[] = [];
        const log = await open(trying('worker'), (level, message) => level === 'error' && said.push(message));
        const seen: string[] = [];
        log.follow('workflow-events', 0, 'end', (records) => seen.push(...records.map(() => 'event')));
        log.follow('replies', 0, 0, () => undefined);
        log.follow('catalog', 0, 0, (records) => seen.push(...records.map(() => 'catalog')));
        await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: SECONDS });
        await vi.waitFor(() => expect(seen).toContain('catalog'), { timeout: SECONDS });
        expect(said.toSorted()).toEqual([
          expect.stringMatching(`^${PREFIX}replies cannot be read: .* lacks Read on ${PREFIX}replies `),
          expect.stringMatching(
            `^${PREFIX}workflow-events cannot be read: .* \\(TOPIC_AUTHORIZATION_FAILED\\)`,
          ),
        ]);
        expect(log.trouble()).toMatch('cannot be read');

        await giveRight(kafka, 'worker', `${PREFIX}workflow-events`, 'Read');
        const master = await open(trying('master'));
        await master.append('workflow-events', [ANYTHING]);
        await master.close();
        await vi.waitFor(() => expect(seen).toContain('event'), { timeout: 2 * SECONDS });
        await log.close();
      });
    });

    describeUnless(lacksClient, 'another system, with a stock client', () => {
      it.each(['Read', 'Write'] as const)(
        'can %s what the catalogue says, and nothing else',
        async (deed) => {
          const kcat = new KcatAs(kafka, 'upstream');
          const tries = TOPIC_NAMES.map(async (topic) => {
            const name = `${PREFIX}${topic}`;
            try {
              await (deed === 'Read' ? kcat.read(name) : kcat.write(name, '{}'));
              return [`${topic} ${deed}`];
            } catch (error) {
              expect(String(error)).toMatch(/authorization failed/i);
              return [];
            }
          });
          expect((await Promise.all(tries)).flat()).toEqual(allowed('upstream', [deed]));
        },
      );
    });

    describe('what keeps a process out is said within seconds, with what to do about it', () => {
      const has = (settings: KafkaSettings, text: string | RegExp): Promise<void> =>
        expect(open(settings)).rejects.toThrow(text);

      const without = (key: 'tls' | 'login'): KafkaSettings => {
        const { [key]: _, ...settings } = trying('worker');
        return settings;
      };

      it(
        'a wrong password',
        async () => {
          for (const mechanism of MECHANISMS) {
            const login = { ...kafka.loginOf('worker', mechanism), password: 'guessed' };
            await has({ ...trying('worker'), login }, /does not let in worker: .* Check kafka\.login/);
          }
        },
        SECONDS,
      );

      it(
        'an account that nobody knows',
        async () => {
          const login = { ...kafka.loginOf('worker'), username: 'nobody' };
          await has({ ...trying('worker'), login }, /does not let in nobody: .* Check kafka\.login/);
        },
        SECONDS,
      );

      it(
        'another authority',
        async () => {
          const ca = readFileSync(kafka.certificates.stranger, 'utf8');
          await has({ ...trying('worker'), tls: { ca } }, /not trusted here .* kafka\.tls\.caFile/);
        },
        SECONDS,
      );

      it('no TLS where there is TLS', () => has(without('tls'), /set kafka\.tls\.enabled to true/), SECONDS);

      it(
        'TLS where there is none',
        async () => {
          await has({ ...unsecured(), tls: trying('worker').tls ?? {} }, /set kafka\.tls\.enabled to false/);
        },
        SECONDS,
      );

      it('no login where one is asked for', () => has(without('login'), /set kafka\.login/), SECONDS);

      it(
        'a login where none is asked for',
        async () => {
          await has({ ...unsecured(), login: kafka.loginOf('worker') }, /take out kafka\.login/);
        },
        SECONDS,
      );

      it(
        'topics that it may not see',
        async () => {
          await has(trying('upstream'), /lacks Describe and DescribeConfigs on all topics/);
          await has({ ...trying('worker'), prefix: 'others.' }, /lacks 12 topics: .* lacks Describe on them/);
        },
        SECONDS,
      );
    });
  });
});
