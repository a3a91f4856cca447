import { z } from 'zod';

/** A name, an IPv4 address or an IPv6 address in brackets; then a colon and digits. */
const HOST_PORT = /^(?:[A-Za-z0-9](?:[\w.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\]):(\d{1,5})$/;
const MAX_PORT = 65_535;

/** `host:port`. */
export function hostPort(): z.ZodString {
  return z.string().refine(isHostPort, { error: 'must be host:port, for example kafka-1:9092' });
}

function isHostPort(text: string): boolean {
  const port = Number(HOST_PORT.exec(text)?.[1] ?? 0);
  return port >= 1 && port <= MAX_PORT;
}
