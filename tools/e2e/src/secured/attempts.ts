import type { Role, TopicName } from '@millrace/events';
import { TOPICS, accessOf } from '@millrace/events';
import type { KafkaEventLog } from '@millrace/events/kafka';

export type Deed = 'Read' | 'Write' | 'Delete';

export const TOPIC_NAMES = Object.keys(TOPICS) as readonly TopicName[];

/** What an account did and what it was refused, in order, a line for each: `commands Read`. */
export interface Tried {
  readonly done: readonly string[];
  readonly refused: readonly string[];
  /** Refusals that do not say which right is lacking on what. */
  readonly unclear: readonly string[];
}

/** What the catalogue allows a role to do, in the form of `Tried`. */
export function allowed(role: Role, deeds: readonly Deed[]): readonly string[] {
  return accessOf(role).flatMap(({ topic, rights }) =>
    deeds.filter((deed) => rights.includes(deed)).map((deed) => `${topic} ${deed}`),
  );
}

/** What must come of trying all of that: what the catalogue allows is done, and everything else is refused. */
export function expected(
  role: Role,
  deeds: readonly Deed[],
  topics: readonly TopicName[] = TOPIC_NAMES,
): Pick<Tried, 'done' | 'refused'> {
  const may = allowed(role, deeds);
  const all = topics.flatMap((topic) => deeds.map((deed) => `${topic} ${deed}`)).toSorted();
  return { done: all.filter((one) => may.includes(one)), refused: all.filter((one) => !may.includes(one)) };
}

/** Tries these deeds on all these topics at once, through the log of an account. */
export async function tryAll(
  log: KafkaEventLog,
  prefix: string,
  deeds: readonly Deed[],
  topics: readonly TopicName[] = TOPIC_NAMES,
): Promise<Tried> {
  const tried = { done: [] as string[], refused: [] as string[], unclear: [] as string[] };
  const attempt = async (topic: TopicName, deed: Deed): Promise<void> => {
    const line = `${topic} ${deed}`;
    try {
      await DEEDS[deed](log, topic);
      tried.done.push(line);
    } catch (error) {
      tried.refused.push(line);
      const text = String(error);
      if (!text.includes(`lacks ${deed} on ${prefix}${topic} (`)) tried.unclear.push(text);
    }
  };
  await Promise.all(topics.flatMap((topic) => deeds.map((deed) => attempt(topic, deed))));
  return { ...tried, done: tried.done.toSorted(), refused: tried.refused.toSorted() };
}

/** A record that nobody reads as what its topic holds. */
export const ANYTHING = { partition: 0, key: 'k', value: '{}' as never };

const DEEDS: Readonly<Record<Deed, (log: KafkaEventLog, topic: TopicName) => Promise<unknown>>> = {
  Read: (log, topic) => log.read(topic, 0, 0, 1),
  Write: (log, topic) => log.append(topic, [ANYTHING]),
  Delete: (log, topic) => log.deleteBefore(topic, 0, 1),
};
