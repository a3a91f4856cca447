// stands at: tools/testing/src/fixtures.ts
import { describeWithFixtures } from './index.js'; // bites: millrace/no-cycle
export { elsewhere } from './index.js'; // bites: millrace/no-cycle

export const used = [describeWithFixtures];
