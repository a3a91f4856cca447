import { describe, expect, it } from 'vitest';
import { testContext } from '../../testing/test-context.js';
import { LiveWindow, PAINT_EVERY_MS } from './live-window.js';

describe('the live window', () => {
  it('paints at most four times a second', () => {
    let now = 0;
    const { stderr } = testContext({ terminal: true });
    const window = new LiveWindow(stderr, () => now);
    let painted = 0;
    for (now = 0; now < 1000; now += 10) {
      window.offer(() => {
        painted += 1;
        return ['x'];
      });
    }
    expect(painted).toBe(1000 / PAINT_EVERY_MS);
  });

  it('goes back over the lines it painted before', () => {
    const { stderr } = testContext({ terminal: true });
    const window = new LiveWindow(stderr, () => 0);
    window.paint(['a', 'b', 'c']);
    window.paint(['d']);
    window.clear();
    expect(stderr.text()).toBe(
      '\u001b[?25la\nb\nc\n\u001b[?25l\u001b[3F\u001b[0Jd\n\u001b[1F\u001b[0J\u001b[?25h',
    );
  });
});
