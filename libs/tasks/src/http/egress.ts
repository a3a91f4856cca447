/** Refused by default: a task must not reach what only the machine itself is meant to reach. */
export class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED';
}

/** Ranges that no request may go to, as hexadecimal prefixes of the 16 bytes of an address (IPv4 mapped to IPv6). */
const REFUSED_PREFIXES: readonly { readonly prefix: string; readonly what: string }[] = [
  { prefix: 'v4:a9fe', what: 'link-local, where cloud metadata services answer' },
  { prefix: 'v4:646464c8', what: 'a cloud metadata service' },
  { prefix: 'v4:c00000c0', what: 'a cloud metadata service' },
  { prefix: 'v4:a83f8110', what: 'a cloud metadata service' },
  { prefix: 'v6:fd000ec2', what: 'a cloud metadata service' },
  { prefix: 'v4:00', what: 'no address of a host' },
  { prefix: 'v6:00000000000000000000000000000000', what: 'no address of a host' },
  ...[...'ef'].map((digit) => ({ prefix: `v4:${digit}`, what: 'multicast or reserved' })),
  ...[...'89ab'].map((digit) => ({ prefix: `v6:fe${digit}`, what: 'link-local' })),
  { prefix: 'v6:ff', what: 'multicast' },
];

/**
 * Tells why an address may not be called, undefined when it may. Loopback and private networks may be called: local
 * services are. IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) is judged as the IPv4 address that it leads to.
 */
export function addressRefusal(address: string): string | undefined {
  const key = addressKey(address);
  if (key === undefined) return 'not an IP address';
  return REFUSED_PREFIXES.find(({ prefix }) => key.startsWith(prefix))?.what;
}

/** The refusal to be thrown; it names the host as the user wrote it, not what it resolved to. */
export function refuseEgress(host: string, what: string): EgressRefused {
  return new EgressRefused(`Requests to ${host} are refused: it is ${what}.`);
}

function addressKey(address: string): string | undefined {
  if (/^[0-9]+(\.[0-9]+){3}$/.test(address)) return `v4:${hexOfIpv4(address)}`;
  const hex = hexOfIpv6(address);
  if (hex === undefined) return undefined;
  const inner = embeddedIpv4(hex);
  return inner === undefined ? `v6:${hex}` : `v4:${inner}`;
}

function hexOfIpv4(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('');
}

function hexOfIpv6(address: string): string | undefined {
  const withoutZone = address.replace(/%.*$/, '');
  if (!URL.canParse(`http://[${withoutZone}]/`)) return undefined;
  // The URL parser writes every IPv6 address in one form: lower case hexadecimal, the longest run of zeros as `::`.
  const canonical = new URL(`http://[${withoutZone}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0000');
  return [...left, ...zeros, ...right].join('');
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0'));
}

function embeddedIpv4(hex: string): string | undefined {
  const mapped = `${'0'.repeat(20)}ffff`;
  const nat64 = `0064ff9b${'0'.repeat(16)}`;
  if (hex.startsWith(mapped) || hex.startsWith(nat64)) return hex.slice(24);
  if (hex.startsWith('2002')) return hex.slice(4, 12);
  const compatible = hex.startsWith('0'.repeat(24)) && !/^0{31}[01]$/.test(hex);
  return compatible ? hex.slice(24) : undefined;
}
