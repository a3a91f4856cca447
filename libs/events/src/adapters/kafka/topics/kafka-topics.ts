import type { Admin } from 'kafkajs';
import { ClusterMismatchError } from '../../../log-errors.js';
import { PATIENT_TRIES, withRetries } from '../with-retries.js';
import type { FoundTopic, TopicDrift } from './topic-drift.js';
import { topicDrift } from './topic-drift.js';
import type { TopicPlan } from './topic-plan.js';

/** What Kafka calls a resource of the kind topic. */
const TOPIC = 2;
/** Set for the topic itself, and not inherited from a broker. */
const DYNAMIC_TOPIC_CONFIG = 1;

/** Settings without which records are lost, cannot be stored, or have the time of their sender. */
const RELIED_ON = new Set(['cleanup.policy', 'retention.ms', 'message.timestamp.type', 'max.message.bytes']);

/** The topics of an installation, as Kafka has them and as they are to be. */
export class KafkaTopics {
  constructor(
    private readonly admin: Admin,
    private readonly plans: readonly TopicPlan[],
  ) {}

  async diff(): Promise<readonly TopicDrift[]> {
    return topicDrift(this.plans, await this.found());
  }

  /** Creates what is missing and sets what is set otherwise; gives what it changed. Throws ClusterMismatchError, before it changes anything, where that would not do. */
  async apply(): Promise<readonly TopicDrift[]> {
    const drift = await this.diff();
    const fixed = drift.filter(({ what }) => what === 'partitions');
    if (fixed.length > 0) throw new ClusterMismatchError(tellCounts(fixed));
    const mendable = drift.filter((one) => one.mendable);
    await this.create(mendable.filter(({ what }) => what === 'topic'));
    await this.configure(mendable.filter(({ what }) => what !== 'topic'));
    // Brokers hear of it one after the other.
    if (mendable.length > 0) await patiently(() => this.refuseMendable());
    const created = mendable.filter(({ what }) => what === 'topic').map(({ topic }) => topic);
    await patiently(() => this.askAllPartitions(created));
    return mendable;
  }

  /** Throws ClusterMismatchError where a topic is missing, has another number of partitions (L56), or is kept in another way (L2, L43). */
  async check(): Promise<void> {
    const drift = await this.diff();
    const missing = drift.filter(({ what }) => what === 'topic').map(({ topic }) => topic);
    if (missing.length > 0)
      throw new ClusterMismatchError(
        `Kafka lacks ${missing.length} topics: ${missing.join(', ')}. Create them with: millrace topics apply. Where they are there, this account lacks Describe on them.`,
      );
    const counts = drift.filter(({ what }) => what === 'partitions');
    if (counts.length > 0) throw new ClusterMismatchError(tellCounts(counts));
    const unsafe = drift.filter(({ what }) => RELIED_ON.has(what)).map(tellSetting);
    if (unsafe.length > 0)
      throw new ClusterMismatchError(`Topics are not kept as they must be: ${unsafe.join(', ')}.`);
  }

  private async create(missing: readonly TopicDrift[]): Promise<void> {
    const plans = this.plans.filter(({ topic }) => missing.some((one) => one.topic === topic));
    if (plans.length === 0) return;
    await this.admin.createTopics({
      // The client gives up where a broker has not heard of them yet.
      waitForLeaders: false,
      topics: plans.map(({ topic, partitions, replication, config }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    });
  }

  /** A topic can be told of before its partitions serve. */
  private async askAllPartitions(topics: readonly string[]): Promise<void> {
    await Promise.all(topics.map((topic) => this.admin.fetchTopicOffsets(topic)));
  }

  private async refuseMendable(): Promise<void> {
    const left = (await this.diff()).filter(({ mendable }) => mendable);
    if (left.length > 0)
      throw new ClusterMismatchError(
        `Kafka was asked for ${left[0]?.what} of ${left[0]?.topic} and still has it otherwise: look into the logs of its brokers.`,
      );
  }

  /** Kafka replaces all settings of a topic at once, so those that somebody else made go along. */
  private async configure(drift: readonly TopicDrift[]): Promise<void> {
    const topics = [...new Set(drift.map(({ topic }) => topic))];
    if (topics.length === 0) return;
    const found = await this.found();
    await this.admin.alterConfigs({
      validateOnly: false,
      resources: this.plans
        .filter(({ topic }) => topics.includes(topic))
        .map(({ topic, config }) => {
          const set = { ...found.find((one) => one.topic === topic)?.config, ...config };
          return {
            type: TOPIC,
            name: topic,
            configEntries: Object.entries(set).map(([name, value]) => ({ name, value })),
          };
        }),
    });
  }

  private async found(): Promise<readonly FoundTopic[]> {
    const wanted = new Set(this.plans.map(({ topic }) => topic));
    const names = (await this.admin.listTopics()).filter((name) => wanted.has(name));
    if (names.length === 0) return [];
    const [{ topics }, { resources }] = await Promise.all([
      this.admin.fetchTopicMetadata({ topics: names }),
      this.admin.describeConfigs({
        includeSynonyms: false,
        resources: names.map((name) => ({ type: TOPIC, name })),
      }),
    ]);
    return topics.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const set = entries.filter(({ configSource }) => Number(configSource) === DYNAMIC_TOPIC_CONFIG);
      return {
        topic: name,
        partitions: partitions.length,
        replication: partitions[0]?.replicas.length ?? 0,
        config: Object.fromEntries(set.map(({ configName, configValue }) => [configName, configValue])),
      };
    });
  }
}

/** A broker that has just begun, on a machine that is busy, may take many seconds to make a hundred partitions. */
async function patiently(work: () => Promise<void>): Promise<void> {
  await withRetries(work, undefined, PATIENT_TRIES);
}

function tellSetting({ topic, what, wanted, found }: TopicDrift): string {
  return `${what} of ${topic} is ${found ?? 'not set'} and not ${wanted}`;
}

function tellCounts(drift: readonly TopicDrift[]): string {
  const each = drift.map(({ topic, wanted, found }) => `${topic} has ${found} and not ${wanted}`);
  return `The partitions of a cluster are fixed when it is created: ${each.join(', ')}. Use the counts of the cluster, or another prefix.`;
}
