export { describeWithFixtures, fixturesDir } from './fixtures.js';
export { describeWithStack } from './stack.js';
