/** The longest span that one timer of Node takes, milliseconds; a longer one would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** Fires once after `ms`, however long that is. Gives what cancels it. */
export function startLongTimer(ms: number, fire: () => void): () => void {
  let timer: NodeJS.Timeout;
  const sleep = (rest: number): void => {
    timer = setTimeout(
      () => {
        if (rest > LONGEST_MS) sleep(rest - LONGEST_MS);
        else fire();
      },
      Math.min(rest, LONGEST_MS),
    );
  };
  sleep(ms);
  return () => clearTimeout(timer);
}
