import type { Ownership, OwnershipListener } from '@millrace/events';
import type { Chance } from '../chance.js';
import type { SimProcess } from '../time/sim-process.js';
import type { Timeline } from '../time/timeline.js';
import type { Weather } from './weather.js';

/** A member that is silent for so long is one no more, milliseconds. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 1_000;

interface Member {
  readonly process: SimProcess;
  readonly listener: OwnershipListener;
  /** What it believes to have. */
  owned: readonly number[];
  heardAt: number;
  /** The group counts it as a member. */
  known: boolean;
  left: boolean;
  confirming: (() => void)[];
}

/** The masters that share the partitions, as a consumer group does: by heartbeats, with a session that runs out. */
export class MasterGroup {
  private members: Member[] = [];
  private assigned = new Map<Member, readonly number[]>();
  private balancing = false;

  constructor(
    private readonly timeline: Timeline,
    private readonly weather: Weather,
    private readonly chance: Chance,
    private readonly partitions: number,
  ) {}

  /** Has sessions run out; called once. */
  open(): void {
    this.timeline.plan(HEARTBEAT_MS, () => this.watch(), this.timeline.world);
  }

  async join(process: SimProcess, listener: OwnershipListener): Promise<Ownership> {
    const member: Member = {
      process,
      listener,
      owned: [],
      heardAt: this.timeline.now,
      known: false,
      left: false,
      confirming: [],
    };
    this.members.push(member);
    this.beatLater(member);
    return {
      confirm: () => new Promise((resolve) => member.confirming.push(resolve)),
      leave: async () => {
        member.left = true;
        this.members = this.members.filter((one) => one !== member);
        this.take(member, []);
        for (const resolve of member.confirming.splice(0)) resolve();
        this.balance();
      },
    };
  }

  private beatLater(member: Member): void {
    this.timeline.plan(HEARTBEAT_MS, () => this.beat(member), member.process);
  }

  /** In the name of the member. */
  private beat(member: Member): void {
    if (member.left) return;
    this.beatLater(member);
    const { process } = member;
    if (!this.weather.reachesBrokers(process)) {
      // Its own client gives the group up when it hears nothing for a session.
      if (this.timeline.now - member.heardAt > SESSION_MS) this.take(member, []);
      return;
    }
    member.heardAt = this.timeline.now;
    if (!member.known) {
      this.take(member, []);
      member.known = true;
      return this.balance();
    }
    for (const resolve of member.confirming.splice(0)) resolve();
    const due = this.assigned.get(member);
    if (due && due !== member.owned) this.take(member, due);
  }

  private watch(): void {
    this.timeline.plan(HEARTBEAT_MS, () => this.watch(), this.timeline.world);
    if (this.weather.brokersDown) {
      for (const member of this.members) member.heardAt = this.timeline.now;
      return;
    }
    const late = this.members.filter((one) => one.known && this.timeline.now - one.heardAt > SESSION_MS);
    for (const member of late) {
      member.known = false;
      this.assigned.delete(member);
    }
    this.members = this.members.filter(
      ({ process }) => process.state !== 'dead' || !late.some((one) => one.process === process),
    );
    if (late.length > 0) this.balance();
  }

  /** All who are there have to come together first. */
  private balance(): void {
    if (this.balancing) return;
    this.balancing = true;
    this.timeline.plan(
      this.chance.skewed(20, 3_000),
      () => {
        this.balancing = false;
        this.assign();
      },
      this.timeline.world,
    );
  }

  /** Each keeps what it has as far as evenness allows. */
  private assign(): void {
    const known = this.members.filter((one) => one.known);
    if (known.length === 0) return;
    const most = Math.ceil(this.partitions / known.length);
    const kept = new Map(known.map((one) => [one, (this.assigned.get(one) ?? []).slice(0, most)]));
    const taken = new Set([...kept.values()].flat());
    const free = Array.from({ length: this.partitions }, (_, index) => index).filter(
      (one) => !taken.has(one),
    );
    for (const partition of free) {
      const [first] = [...kept].sort(([, one], [, other]) => one.length - other.length);
      if (first) kept.set(first[0], [...first[1], partition]);
    }
    this.assigned = kept;
  }

  private take(member: Member, partitions: readonly number[]): void {
    const before = member.owned;
    member.owned = partitions;
    const revoked = before.filter((one) => !partitions.includes(one));
    const assigned = partitions.filter((one) => !before.includes(one));
    if (revoked.length > 0) member.listener.revoked(revoked);
    if (assigned.length > 0) member.listener.assigned(assigned);
  }
}
