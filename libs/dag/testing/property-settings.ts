/**
 * How often a property is tried. MILLRACE_PROPERTY_RUNS multiplies it; MILLRACE_PROPERTY_SEED and MILLRACE_PROPERTY_PATH,
 * which a failure prints, repeat it.
 */
export function propertySettings(runs: number): { numRuns: number; seed?: number; path?: string } {
  const {
    MILLRACE_PROPERTY_RUNS: times = '1',
    MILLRACE_PROPERTY_SEED: seed,
    MILLRACE_PROPERTY_PATH: path,
  } = process.env;
  return {
    numRuns: runs * Number(times),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  };
}
