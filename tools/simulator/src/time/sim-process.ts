/** A process of the simulated system. Whatever it does belongs to it: its timers end with it and stand still with it. */
export class SimProcess {
  state: 'runs' | 'frozen' | 'dead' = 'runs';
  /** How far its wall clock is from the true time, milliseconds. */
  skewMs = 0;
  /** What has become due while it was frozen, in order. */
  readonly missed: (() => void)[] = [];

  constructor(readonly name: string) {}
}
