/**
 * Loaded before a process of a test: a test that is killed leaves no cluster behind. The standard input closes with the
 * process that holds its other end, however that one ended.
 */
process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.resume();
