import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '@millrace/e2e';
import { heapGrowth, tooLarge } from './judge/heap.js';
import type { SoakResult } from './judge/soak-result.js';
import type { Arguments } from './read-arguments.js';
import { writeReport } from './report/write-report.js';
import { GroupMembers } from './samples/group-members.js';
import { withoutInspector } from './samples/inspector.js';
import { LogFigures } from './samples/log-figures.js';
import { Soak } from './soak.js';
import { SoakWorld } from './soak-world.js';

/** Where the report of a soak with this seed is. */
export function folderOf(seed: number): string {
  return join(REPOSITORY, '.build', 'soak', String(seed));
}

/** Soaks a cluster, and writes the report. Throws where it could not be done, and what `interrupted` throws, when all is ended. */
export async function runSoak(
  args: Arguments,
  say: (text: string) => void,
  interrupted: Promise<never>,
): Promise<SoakResult> {
  const folder = folderOf(args.seed);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const figures = new LogFigures();
  const soak = await SoakWorld.open({ keeps: false, hears: (entry) => figures.note(entry) });
  const members = new GroupMembers(soak.world.kafka);
  try {
    await members.open();
    const parts = { soak, figures, members, folder, say };
    const result = await Promise.race([stages(new Soak(parts, args), figures, args), interrupted]);
    writeReport(folder, result);
    return result;
  } finally {
    for (const { name, errors } of soak.world.services)
      writeFileSync(join(folder, `${name}.log`), withoutInspector(errors));
    await members.close();
    await soak.close();
  }
}

async function stages(soak: Soak, figures: LogFigures, args: Arguments): Promise<SoakResult> {
  const before = await soak.warmUp();
  const loaded = await soak.work();
  const rested = await soak.rest(before, loaded);
  const checked = await soak.check();
  const heap = heapGrowth(soak.samples);
  const runs = Map.groupBy(loaded.runs.values(), ({ name }) => name);
  return {
    seed: args.seed,
    minutes: args.minutes,
    rate: args.rate,
    machine: machine(),
    faults: loaded.faults,
    samples: soak.samples,
    runs: Object.fromEntries([...runs].map(([name, list]) => [name, list.length])),
    repeats: soak.sender.repeats,
    calm: figures.of('calm'),
    troubled: figures.of('fault'),
    heap,
    before,
    after: rested.after,
    restAfter: rested.seconds,
    checked,
    problems: [
      ...loaded.problems,
      ...rested.problems,
      ...checked.violations.map((text) => `The checker has found ${text}`),
      ...tooLarge(heap),
    ],
  };
}

function machine(): string {
  const [first, ...others] = cpus();
  return `Node ${process.version}, ${others.length + 1} × ${first?.model ?? 'unknown'}, Linux ${release()}`;
}
