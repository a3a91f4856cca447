import { routes } from '@millrace/api-contract';
import type { FaultWorld } from '@millrace/e2e';
import { until } from '@millrace/e2e';

const COMPLETE_MS = 60_000;

/** Lines of the first attempt of a task, as the stream of its log gives them to its end. Throws where it has none. */
export function completeLog(
  { client }: FaultWorld,
  place: { readonly run: string; readonly task: string },
): Promise<readonly string[]> {
  const params = { ...place, attempt: 1 };
  return until(
    `the end of the log of ${place.run}`,
    async () => {
      const lines: string[] = [];
      for await (const line of client.stream(routes.streamLog, { params })) lines.push(line.text);
      return lines;
    },
    COMPLETE_MS,
  );
}

/** What `seq 1 count` says, each line after `before`. */
export function numbered(count: number, before = ''): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${before}${at + 1}`);
}
