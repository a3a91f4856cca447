import type { TopicPlan } from './topic-plan.js';

/** A topic as Kafka has it; `config`: what was set for it. */
export interface FoundTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Where Kafka has it otherwise than the catalogue wants it. */
export interface TopicDrift {
  readonly topic: string;
  /** `topic` itself when it is missing, `partitions`, `replication`, or the name of a setting. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string | undefined;
  /** `apply` puts it right; the others need a decision: the counts are fixed when a cluster is created (L56). */
  readonly mendable: boolean;
}

export function topicDrift(plans: readonly TopicPlan[], found: readonly FoundTopic[]): readonly TopicDrift[] {
  const byName = new Map(found.map((one) => [one.topic, one]));
  return plans.flatMap((plan) => driftOf(plan, byName.get(plan.topic)));
}

function driftOf(plan: TopicPlan, found: FoundTopic | undefined): readonly TopicDrift[] {
  const { topic } = plan;
  if (!found) {
    const wanted = `${plan.partitions} partitions`;
    return [{ topic, what: 'topic', wanted, found: undefined, mendable: true }];
  }
  const counts = (['partitions', 'replication'] as const).map((what) => ({
    topic,
    what,
    wanted: String(plan[what]),
    found: String(found[what]),
    mendable: false,
  }));
  const settings = Object.entries(plan.config).map(([what, wanted]) => ({
    topic,
    what,
    wanted,
    found: found.config[what],
    mendable: true,
  }));
  return [...counts, ...settings].filter((one) => one.found !== one.wanted);
}
