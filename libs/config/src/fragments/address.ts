import { z } from 'zod';

/** Where a service listens: the section `health`, where it answers whether it is well, and a part of others. */
export function addressConfig({ port }: AddressDefaults) {
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

export interface AddressDefaults {
  /** `port` where it is not set; 0: any that is free. */
  readonly port: number;
}
