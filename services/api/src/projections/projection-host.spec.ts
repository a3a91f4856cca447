import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DriverListener, ProjectionDriver } from './projection-driver.js';
import { ProjectionHost } from './projection-host.js';

function setup() {
  const driver = {
    wake: vi.fn(),
    resume: vi.fn(),
    rebuild: vi.fn(async () => undefined),
    stop: vi.fn(async () => undefined),
  };
  const onFatal = vi.fn();
  let listener: DriverListener | undefined;
  const start = async (heard: DriverListener): Promise<ProjectionDriver> => {
    listener = heard;
    return driver;
  };
  const told = (): DriverListener => {
    if (!listener) throw new Error('The driver was not started.');
    return listener;
  };
  return { driver, onFatal, start, told };
}

describe('The host of the projection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('has the projection read at once when it starts', async () => {
    const { driver, ...options } = setup();
    await ProjectionHost.start(options);
    expect(driver.wake).toHaveBeenCalledTimes(1);
  });

  it('wakes at once after a quiet time, and makes wakes that come close together one', async () => {
    const { driver, ...options } = setup();
    const host = await ProjectionHost.start(options);
    vi.advanceTimersByTime(5);
    driver.wake.mockClear();
    host.wake();
    expect(driver.wake).toHaveBeenCalledTimes(1);
    for (let commit = 0; commit < 100; commit += 1) host.wake();
    expect(driver.wake).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5);
    expect(driver.wake).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(100);
    expect(driver.wake).toHaveBeenCalledTimes(2);
  });

  it('knows how far the projection is', async () => {
    const { told, ...options } = setup();
    const host = await ProjectionHost.start(options);
    const position = { partition: 1, logId: 'l', epoch: 1, next: 5, commands: 2 };
    told().moved(position);
    expect(host.positionOf(1)).toEqual(position);
    expect(host.positionOf(0)).toBeUndefined();
    expect(await host.waitFor({ partition: 1, offset: 4 }, 2000)).toBe(true);
  });

  it('passes a fatal failure on, and lets nobody wait any longer', async () => {
    const { told, ...options } = setup();
    const host = await ProjectionHost.start(options);
    const met = host.waitFor({ partition: 0, offset: 4 }, 2000);
    told().fatal('the log has a hole');
    expect(options.onFatal).toHaveBeenCalledWith('the log has a hole');
    expect(await met).toBe(false);
  });

  it('is behind until it has caught up, and again while it waits for room', async () => {
    const { told, ...options } = setup();
    const onTrouble = vi.fn();
    const host = await ProjectionHost.start({ ...options, onTrouble });
    expect(host.staleness()).toContain('brought up to the log');
    told().caughtUp();
    expect(host.staleness()).toBeUndefined();
    told().stalled('the disk is full');
    expect(host.staleness()).toBe('the disk is full');
    expect(onTrouble).toHaveBeenCalledWith('the disk is full');
    told().caughtUp();
    expect(host.staleness()).toBeUndefined();
  });

  it('has its rows made anew once, whoever finds them damaged, and says so meanwhile', async () => {
    const { told, driver, ...options } = setup();
    const host = await ProjectionHost.start(options);
    told().caughtUp();
    told().damaged('a row is torn');
    host.repair('a row is torn');
    expect(driver.rebuild).toHaveBeenCalledTimes(1);
    expect(host.staleness()).toContain('made anew');
    told().caughtUp();
    expect(host.staleness()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    host.repair('another row is torn');
    expect(driver.rebuild).toHaveBeenCalledTimes(2);
  });

  it('says why it has stopped, and makes nothing anew by itself then', async () => {
    const { told, driver, ...options } = setup();
    const host = await ProjectionHost.start(options);
    told().fatal('the log has a hole');
    host.repair('a row is torn');
    expect(host.staleness()).toBe('the log has a hole');
    expect(driver.rebuild).not.toHaveBeenCalled();
  });

  it('goes on after a fatal failure where another read model has taken the place of this one', async () => {
    const { told, driver, ...options } = setup();
    const host = await ProjectionHost.start(options);
    told().fatal('the log has a hole');
    host.resume();
    expect(driver.resume).toHaveBeenCalledTimes(1);
    told().caughtUp();
    expect(host.staleness()).toBeUndefined();
    told().damaged('a row is torn');
    expect(driver.rebuild).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer behind when it is closed', async () => {
    const { driver, ...options } = setup();
    const host = await ProjectionHost.start(options);
    await host.close();
    expect(driver.stop).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    host.wake();
    expect(driver.wake).toHaveBeenCalledTimes(1);
  });
});
