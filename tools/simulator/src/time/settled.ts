/** Taken before they are replaced. */
const realTurn = setImmediate;
const realTick = process.nextTick.bind(process);
const resourcesInUse = (): readonly string[] => process.getActiveResourcesInfo();

let ticks = 0;
process.nextTick = ((...args: Parameters<typeof realTick>): void => {
  ticks += 1;
  realTick(...args);
}) as typeof process.nextTick;

/**
 * Resolves when all promises that could be kept have been, also those that wait for a file. A tick comes when there is no
 * promise left that can be kept, for a third of what a turn of the event loop costs; it is the last one when none was
 * asked for meanwhile.
 */
export async function settled(): Promise<void> {
  for (let before = -1; before !== ticks;) {
    before = ticks;
    await new Promise<void>((resolve) => realTick(resolve));
  }
  if (!isFileAwaited()) return;
  await new Promise<void>((resolve) => realTurn(resolve));
  await settled();
}

function isFileAwaited(): boolean {
  return resourcesInUse().some((one) => one.startsWith('FSReq'));
}
