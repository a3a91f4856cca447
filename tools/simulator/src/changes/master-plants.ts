import type { Plant } from './plant.js';

/** Bugs of the log, and of the masters that write it. */
export const masterPlants: readonly Plant[] = [
  {
    name: 'epoch-not-compared',
    what: 'records of an owner that was driven out count',
    breaks: 'L5 (B1)',
    changes: [
      {
        file: 'libs/events/dist/fold.js',
        find: 'if (record.epoch !== this.epoch || record.nonce !== this.nonce)',
        put: 'if (false)',
      },
    ],
  },
  {
    name: 'same-epoch-claims',
    what: 'a second claim of the same epoch counts',
    breaks: 'L4 (B4)',
    changes: [
      {
        file: 'libs/events/dist/fold.js',
        find: 'if (record.epoch !== this.epoch + 1)',
        put: 'if (record.epoch < this.epoch)',
      },
    ],
  },
  {
    name: 'sequence-not-checked',
    what: 'a record that was stored twice counts twice',
    breaks: 'L5',
    changes: [
      {
        file: 'libs/events/dist/fold.js',
        find: 'if (record.seq <= this.seq)',
        put: 'if (false)',
      },
    ],
  },
  {
    name: 'effects-before-append',
    what: 'dispatches and replies are sent before the record is stored',
    breaks: 'L19 (B2)',
    changes: [
      {
        file: 'services/master/dist/partitions/partition-runner.js',
        find: "failpoint('append.before');",
        put: 'this.remember(batch, fold.next, tenure); performBatch(batch, fold.next, scope);',
      },
    ],
  },
  {
    name: 'commands-from-the-end',
    what: 'a new owner goes on at the end of the commands, not where the log says',
    breaks: 'L11 (B3)',
    changes: [
      {
        file: 'services/master/dist/partitions/partition-inputs.js',
        find: "log.follow('commands', partition, state.positions.commands,",
        put: "log.follow('commands', partition, 'end',",
      },
    ],
  },
  {
    name: 'snapshots-of-all-owners',
    what: 'a new owner takes the newest snapshot of each run, whoever wrote it',
    breaks: 'L25 L29 (B5)',
    changes: [
      {
        file: 'services/master/dist/snapshots/snapshot-keys.js',
        find: 'return `${partition}/${set}/${kind}/${id}`;',
        put: 'return `${partition}/${kind}/${id}`;',
      },
      {
        file: 'services/master/dist/snapshots/snapshot-reader.js',
        find: 'const entries = bySet.get(keyed.entry.set) ?? [];\n        bySet.set(keyed.entry.set, entries);',
        put: "const entries = bySet.get('1.1') ?? []; bySet.set('1.1', entries);",
      },
      {
        file: 'services/master/dist/snapshots/snapshot-reader.js',
        find: 'if (born - over !== stated.live || dedup.length < stated.dedupParts)',
        put: 'if (false)',
      },
    ],
  },
  {
    name: 'unknown-outcome-is-success',
    what: 'an append without an answer counts as stored',
    breaks: 'L15',
    changes: [
      {
        file: 'services/master/dist/partitions/verified-append.js',
        find: 'sends += 1;',
        put: 'return this.judge(expected, expected, texts);',
      },
    ],
  },
  {
    name: 'gap-not-read',
    what: 'an append that landed elsewhere counts without a look at what is in between',
    breaks: 'L14',
    changes: [
      {
        file: 'services/master/dist/partitions/verified-append.js',
        find: 'return this.judgeByFold(texts);',
        put: 'fold.next = base + texts.length; fold.seq += texts.length; return { verified: true, base };',
      },
    ],
  },
  {
    name: 'commands-forgotten',
    what: 'a command that comes twice is decided twice',
    breaks: 'L50',
    changes: [
      {
        file: 'libs/events/dist/partition-state.js',
        find: 'return this.dedup.find(nameOf(source, id), body);',
        put: 'return undefined;',
      },
    ],
  },
  {
    name: 'mail-skipped',
    what: 'mail counts as taken though mail before it is missing',
    breaks: 'L46 (H5)',
    changes: [
      {
        file: 'services/master/dist/partitions/mail-intake.js',
        find: 'if (mseq !== (this.takenMail.get(from) ?? verified) + 1)',
        put: 'if (mseq <= (this.takenMail.get(from) ?? verified))',
      },
    ],
  },
  {
    name: 'replies-not-repeated',
    what: 'a new owner does not send the replies that its predecessor may not have sent',
    breaks: 'L22 (H8)',
    changes: [
      {
        file: 'services/master/dist/partitions/partition-runner.js',
        find: 'replies.repeatOpen();',
        put: '',
      },
    ],
  },
  {
    name: 'timers-not-restored',
    what: 'a new owner does not wait for what is due later',
    breaks: 'L22',
    changes: [
      {
        file: 'services/master/dist/partitions/repeat-effects.js',
        find: 'setTimers(run, scope);\n    run.tasks.forEach',
        put: 'run.tasks.forEach',
      },
    ],
  },
  {
    name: 'slot-not-released',
    what: 'the slot of an attempt that has ended stays taken',
    breaks: 'I13 I14',
    changes: [
      {
        file: 'services/master/dist/dispatch/dispatcher.js',
        find: 'this.workers.count(incarnation, this.slotOf(node.definition.type), -1);',
        put: '',
      },
    ],
  },
  {
    name: 'lost-at-once',
    what: 'a worker counts as lost before its lease has run out',
    breaks: 'L41',
    changes: [
      {
        file: 'services/master/dist/supervision/lost-workers.js',
        find: 'return now - missing >= LEASE_MS + GRACE_MS;',
        put: 'return now - missing >= 4000;',
      },
    ],
  },
  {
    name: 'clock-judged-without-claim',
    what: 'a claim that never came to the log is taken for a clock that is off, by the time of an older claim',
    breaks: 'L10; a simulation found it in the product',
    changes: [
      {
        file: 'services/master/dist/partitions/claim-partition.js',
        find: 'if (fold.epoch !== fence.epoch || fold.nonce !== fence.nonce)',
        put: 'checkClock(memory, sentAt, context.clock.now()); if (fold.epoch !== fence.epoch || fold.nonce !== fence.nonce)',
      },
    ],
  },
];
