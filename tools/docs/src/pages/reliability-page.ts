import type { AnyRow } from '@millrace/chaos';
import { rows } from '@millrace/chaos';
import { invariants } from '@millrace/checker';
import { damages, faults, plants } from '@millrace/simulator';
import type { MutantRecord, ProofRecord, RowRecord, SimulationRecord, SoakRecord } from '@millrace/testing';
import { readProofRecord } from '@millrace/testing';
import { code, codeBlock, page, sentence, table } from '../markdown.js';

/** What is promised, how it is kept, and where one sees that. */
const PROMISES = [
  [
    'Every accepted command takes effect exactly once in the log.',
    'A command, its outcome, all its events and its place among the inputs are one record; a fold that all readers share takes it by epoch, nonce and number; who repeats it is told the first answer (L1, L4 to L7, L11 to L16, L50).',
    'I1 I6 I15, FOLD',
  ],
  [
    'Every attempt has at most one accepted outcome.',
    'Reports name the attempt and the process that has it; the first that ends it counts, all others are refused (L34, L35, L39).',
    'I2 I3 LIFECYCLE',
  ],
  [
    'A script runs at least once, or at most once if you ask for it.',
    'The process of a dispatch stands in its event, a repeat goes to that process alone, and it remembers what it has seen; it ends its scripts before a master may give them to others (L22, L36 to L42).',
    'I10 I11 I12',
  ],
  [
    'Nothing that was taken is forgotten.',
    'Whoever owns a partition does again what its predecessor may not have done: dispatches, kills, mail, replies, timers (L19 to L22, L46, L47).',
    'I5 I14',
  ],
] as const;

const NOT_PROMISED = [
  'That a script runs exactly once. Between its start and the record of its end no system can know what it did. Use `MILLRACE_IDEMPOTENCY_KEY` and `MILLRACE_FENCING_TOKEN`.',
  'Anything after a loss that nobody acknowledged: Kafka keeps what its settings say. One broker without replicas loses what its disk loses.',
  'That a log survives its owner: who may write `workflow-events` can write nonsense. The fold finds accidents, not forgers.',
  'That a task ends in time on a machine that is busy: time-outs fire late there, never early.',
  'That machines with wrong clocks work: a master whose clock is off by more than 30 s ends.',
  'That what leaves its process group and hides its environment is ended where the guard is `process-group`.',
];

/** Promise, how it is kept, how it is tested, and what the tests have last shown. */
export function reliabilityPage(): string {
  const record = readProofRecord();
  return page('Reliability', [
    'What millrace promises, and how anyone can see that it holds. Rules (L…) are those of the [log protocol](../reference/log-protocol.md), invariants (I…) those of the [checker](../../tools/checker/README.md). The results are those of the last runs that were recorded; the commands make them anew.',
    '## Promises',
    table(['promise', 'how it is kept', 'what would break'], PROMISES),
    '## Not promised',
    NOT_PROMISED.map((text) => `- ${text}`).join('\n'),
    '## Faults done to real processes',
    'Each row does a fault to the processes of a cluster, on real Kafka, database and Redis, and ends with the checker: [how](../how-to/run-chaos.md).',
    codeBlock('sh', 'npm run chaos -- --row W3 --seed 7\nnpm run chaos -- --all --rounds 3 --record'),
    table(
      ['row', 'fault', 'has to happen', 'about', 'last result'],
      rows.map((row) => chaosCells(row, record)),
    ),
    '## Simulations',
    'The real masters and workers in one thread, on a log, a network, a registry and clocks that a seed lets go wrong: [how](../../tools/simulator/README.md).',
    codeBlock('sh', 'npm run simulate -- --count 1000 --record\nnpm run simulate -- --plants --record'),
    simulations(record.simulations),
    table(
      ['fault', 'stands for', 'how often it struck'],
      [...faults, ...damages].map(({ name, rows: of }) => [
        code(name),
        of,
        times(record.simulations?.struck[name]),
      ]),
    ),
    'Whether that finds anything is seen by bugs that are put into the product. Each has to be found within two minutes.',
    table(
      ['bug', 'breaks', 'found after'],
      plants.map(({ name, what, breaks }) => [sentence(what), breaks, foundAfter(record, name)]),
    ),
    'And by slips in single lines of what owns, folds and keeps a partition, and of the journal of workers: the tests of the package or simulations have to find nine of ten.',
    codeBlock('sh', 'npm run simulate -- --mutants 30 --record'),
    mutants(record.mutants),
    '## A soak',
    'A cluster of real processes under load, with a fault a minute, and what has grown or is left at its end: [how](../how-to/run-a-soak.md).',
    codeBlock('sh', 'npm run soak -- --minutes 60 --record'),
    soak(record.soak),
    '## Invariants',
    table(
      ['invariant', 'what holds'],
      invariants.map(({ name, promise }) => [name, promise]),
    ),
  ]);
}

function chaosCells(row: AnyRow, { rows: results }: ProofRecord): readonly string[] {
  return [
    row.id,
    sentence(row.fault),
    sentence(row.shows),
    row.rules.join(' '),
    lastOf(row, results[row.id]),
  ];
}

function lastOf(row: AnyRow, results: readonly RowRecord[] = []): string {
  if (row.kind === 'absent') return `not done: ${row.why}`;
  if (results.length === 0) return 'not recorded yet';
  return results
    .map(({ seed, seconds, passed, on }) => `${passed ? '✓' : '✗'} seed ${seed}, ${seconds} s, ${on}`)
    .join('; ');
}

function simulations(record: SimulationRecord | undefined): string {
  if (!record) return 'No result is recorded yet.';
  const { seeds, simulations: count, hours, commands, failed, on } = record;
  const wrong =
    failed.length === 0 ? 'nothing was wrong' : `something was wrong with seeds ${failed.join(', ')}`;
  return `Last result, ${on}: ${count} simulations (seeds ${seeds.join(' to ')}), ${hours} simulated hours, ${commands} commands: ${wrong}.${takenOver(record)}`;
}

function takenOver({ earlier }: SimulationRecord): string {
  if (!earlier) return '';
  const { simulations: taken, compared, wrong } = earlier;
  const once =
    wrong.length === 0 ? '' : ` Wrong there, and simulated again for it: seeds ${wrong.join(', ')}.`;
  return ` ${taken} of them were taken over from an earlier count; ${compared} others of that count were simulated again, and gave the same log.${once}`;
}

function mutants(record: MutantRecord | undefined): string {
  if (!record) return 'No result is recorded yet.';
  const { seed, tried, living, on } = record;
  const left = living.map((one) => `- not found: \`${one}\``).join('\n');
  return `Last result, ${on}: ${tried - living.length} of ${tried} found (seed ${seed}).${left === '' ? '' : `\n\n${left}`}`;
}

function soak(record: SoakRecord | undefined): string {
  if (!record) return 'No result is recorded yet.';
  const { seed, minutes, runs, faults, violations, heapRatio, problems, on } = record;
  const left = problems.length === 0 ? 'nothing has grown or is left' : problems.join(' ');
  return `Last result, ${on}: ${minutes} minutes (seed ${seed}), ${runs} runs, ${faults} faults, ${violations} violations, heap at the end × ${heapRatio.toFixed(2)} at the most: ${left}.`;
}

const times = (count: number | undefined): string => (count === undefined ? '' : String(count));

function foundAfter({ plants: found }: ProofRecord, name: string): string {
  const last = found[name];
  if (!last) return 'not recorded yet';
  return last.seed === null ? `not found (${last.on})` : `${last.seconds} s, seed ${last.seed}, ${last.on}`;
}
