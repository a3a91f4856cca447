import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ProcessVitals } from './process-vitals.js';

describe('the vitals of this process', () => {
  it('tell its heap in bytes, and how late its event loop was', async () => {
    const vitals = new ProcessVitals();
    onTestFinished(() => vitals.close());
    const stall = (): void => {
      const until = performance.now() + 300;
      while (performance.now() < until);
    };
    await vi.waitFor(() => {
      stall();
      expect(vitals.read().loopDelay).toBeGreaterThan(200);
    });
    const { heapUsed, heapLimit } = vitals.read();
    expect(heapUsed).toBeGreaterThan(1024 ** 2);
    expect(heapLimit).toBeGreaterThan(heapUsed);
    vitals.reset();
    expect(vitals.read().loopDelay).toBe(0);
  });
});
