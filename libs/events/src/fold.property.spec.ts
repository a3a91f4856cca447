import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimText, createdText, recordText } from '../testing/index.js';
import type { FoldState, Judged } from './fold.js';
import { FOLD_START, Fold } from './fold.js';

const LOG = 'log';

type Step =
  | { readonly do: 'claim'; readonly master: number }
  | { readonly do: 'loseClaim'; readonly master: number }
  | {
      readonly do: 'send';
      readonly master: number;
      readonly count: number;
      readonly fate: 'once' | 'twice' | 'lost';
    }
  | { readonly do: 'arrive'; readonly copy: number };

/** One that follows the protocol: it reads before it claims, and sends the next records only when the last are stored. */
class Master {
  fence = { epoch: 0, nonce: '' };
  seq = 0;
  owner = false;
  /** Sent without a known outcome: sent again, the same bytes, before anything new. */
  unknown: readonly string[] = [];
  private claims = 0;

  constructor(private readonly name: string) {}

  claim(log: Log): void {
    const { epoch } = log.fold();
    this.claims += 1;
    this.fence = { epoch: epoch + 1, nonce: `${this.name}${this.claims}` };
    this.owner = false;
    this.unknown = [];
  }

  /** Reads until its own claim comes back, or not. */
  judge(log: Log): void {
    const fold = log.fold();
    this.owner = fold.nonce === this.fence.nonce;
    this.seq = fold.seq;
  }

  next(count: number): readonly string[] {
    if (this.unknown.length > 0) return this.unknown;
    const texts = Array.from({ length: count }, (_, index) =>
      recordText(LOG, this.fence, this.seq + 1 + index),
    );
    this.seq += count;
    return texts;
  }
}

/** A partition, and the copies of sends that are still under way: each may arrive at any time, however often. */
class Log {
  readonly texts: string[] = [createdText(LOG)];
  readonly underWay: (readonly string[])[] = [];

  fold(): Fold {
    const fold = new Fold();
    this.texts.forEach((text, offset) => fold.accept(offset, text));
    return fold;
  }

  store(texts: readonly string[]): void {
    this.texts.push(...texts);
    this.underWay.push(texts);
  }
}

function play(steps: readonly Step[]): readonly string[] {
  const log = new Log();
  const masters = [new Master('a'), new Master('b')];
  for (const step of steps) {
    if (step.do === 'arrive') {
      const copy = log.underWay[step.copy % Math.max(1, log.underWay.length)];
      log.texts.push(...(copy ?? []));
      continue;
    }
    const master = masters[step.master];
    if (!master) continue;
    if (step.do === 'send') send(log, master, step.count, step.fate);
    else claim(log, master, step.do === 'loseClaim');
  }
  return log.texts;
}

function claim(log: Log, master: Master, lost: boolean): void {
  master.claim(log);
  const text = [claimText(LOG, master.fence)];
  if (lost) log.underWay.push(text);
  else log.store(text);
  master.judge(log);
}

/** A master that has lost the partition does not know it here: it goes on sending, as a zombie does. */
function send(log: Log, master: Master, count: number, fate: 'once' | 'twice' | 'lost'): void {
  if (!master.owner) return;
  const texts = master.next(count);
  if (fate === 'lost') {
    log.underWay.push(texts);
    master.unknown = texts;
    return;
  }
  log.store(texts);
  if (fate === 'twice') log.texts.push(...texts);
  master.unknown = [];
}

const master = fc.nat({ max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('claim' as const), master }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseClaim' as const), master }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      master,
      count: fc.integer({ min: 1, max: 3 }),
      fate: fc.constantFrom('once' as const, 'twice' as const, 'lost' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), copy: fc.nat({ max: 50 }) }) },
);
const history = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }).map(play);

function foldOn(
  texts: readonly string[],
  state: FoldState = FOLD_START,
): { fold: Fold; judged: readonly Judged[] } {
  const fold = new Fold(state);
  return { fold, judged: texts.map((text, index) => fold.accept(state.next + index, text)) };
}

const acceptedOf = (judged: readonly Judged[]) =>
  judged.flatMap((one) => (one.verdict === 'record' ? [one.record] : []));

describe('the fold over whatever two masters, copies and delays put into a log', () => {
  it('accepts at most one record of each (epoch, sequence), and the sequence is dense', () => {
    fc.assert(
      fc.property(history, (texts) => {
        const accepted = acceptedOf(foldOn(texts).judged);
        expect(accepted.map(({ seq }) => seq)).toEqual(accepted.map((_, index) => index + 1));
        const places = new Set(accepted.map(({ epoch, seq }) => `${epoch}/${seq}`));
        expect(places.size).toBe(accepted.length);
      }),
    );
  });

  it('never lets the epoch fall, and accepts records of one nonce alone in each epoch', () => {
    fc.assert(
      fc.property(history, (texts) => {
        const { judged } = foldOn(texts);
        const claims = judged.flatMap((one) => (one.verdict === 'claim' ? [one.record] : []));
        expect(claims.map(({ epoch }) => epoch)).toEqual(claims.map((_, index) => index + 1));
        const epochs = acceptedOf(judged).map(({ epoch }) => epoch);
        expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
        for (const { epoch, nonce } of acceptedOf(judged)) expect(claims[epoch - 1]?.nonce).toBe(nonce);
      }),
    );
  });

  it('counts every record once: accepted or void', () => {
    fc.assert(
      fc.property(history, (texts) => {
        const { fold, judged } = foldOn(texts);
        expect(fold.next).toBe(texts.length);
        expect(fold.voids).toBe(judged.filter(({ verdict }) => verdict === 'void').length);
      }),
    );
  });

  it('says the same in one go and in slices, each begun from the state of the one before', () => {
    fc.assert(
      fc.property(history, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (texts, sizes) => {
        const whole = foldOn(texts);
        const verdicts: string[] = [];
        let state: FoldState = FOLD_START;
        for (let turn = 0; state.next < texts.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          const slice = foldOn(texts.slice(state.next, state.next + size), state);
          verdicts.push(...slice.judged.map(({ verdict }) => verdict));
          ({ state } = slice.fold);
        }
        expect(verdicts).toEqual(whole.judged.map(({ verdict }) => verdict));
        expect(state).toEqual(whole.fold.state);
      }),
    );
  });

  it('is put to the test: the histories hold owners that change, zombies and copies', () => {
    const seen = { claims: 0, voidClaims: 0, records: 0, voidRecords: 0 };
    for (const texts of fc.sample(history, { numRuns: 200, seed: 1 })) {
      for (const { verdict, record } of foldOn(texts).judged) {
        if (record.kind === 'claim') seen[verdict === 'void' ? 'voidClaims' : 'claims'] += 1;
        if (record.kind === 'record') seen[verdict === 'void' ? 'voidRecords' : 'records'] += 1;
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});
