export { describeWithFixtures, fixturesDir } from './fixtures.js';
export { describeUnless, describeWithStack } from './stack.js';
export { TcpProxy } from './tcp-proxy.js';
