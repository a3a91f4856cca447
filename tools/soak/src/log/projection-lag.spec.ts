import { expect, it } from 'vitest';
import { ProjectionLag } from './projection-lag.js';

it('counts records that the read model does not hold, and the age of the oldest', () => {
  const lag = new ProjectionLag();
  expect(lag.at(5000)).toEqual({ records: 0, seconds: 0 });
  for (let offset = 0; offset < 4; offset += 1)
    lag.note({ partition: 0, offset, time: 1000 + offset * 1000 });
  lag.note({ partition: 1, offset: 0, time: 3500 });
  lag.projected(0, 2);
  expect(lag.at(5000)).toEqual({ records: 3, seconds: 2 });
  lag.projected(0, 4);
  lag.projected(1, 1);
  expect(lag.at(9000)).toEqual({ records: 0, seconds: 0 });
});
