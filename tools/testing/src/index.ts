export { describeWithFixtures, fixturesDir } from './fixtures.js';
