import { z } from 'zod';

/** The section `health`: where the service answers whether it is well. */
export function healthConfig({ port }: HealthDefaults) {
  return z.strictObject({
    host: z
      .string()
      .regex(/^[^\s/]+$/, 'must be a host name or an address')
      .default('127.0.0.1')
      .describe('Address to listen on; `0.0.0.0` for all of the machine.'),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(port)
      .describe('TCP port to listen on; 0 takes any that is free.'),
  });
}

export interface HealthDefaults {
  /** `health.port` where it is not set; 0: any that is free. */
  readonly port: number;
}

/** What the section `health` gives. */
export type HealthConfig = z.output<ReturnType<typeof healthConfig>>;
