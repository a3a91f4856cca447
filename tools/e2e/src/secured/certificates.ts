import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Programs that are called here, for those who must have them. */
export const CERTIFICATE_TOOLS = [{ program: 'openssl', package: 'openssl' }] as const;

/** Longer than any test, and worth nothing after it. */
const VALID = ['-days', '2'];
const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

/** Paths of PEM files. */
export interface Certificates {
  /** The authority that signed the certificate of the server. */
  readonly authority: string;
  /** An authority that signed nothing of it. */
  readonly stranger: string;
  /** Key and certificate of a server on the loopback address. */
  readonly server: string;
}

/** Makes an authority, a server that it signed, and another authority. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  await Promise.all([makeAuthority(at('authority')), makeAuthority(at('stranger')), askFor(at('server'))]);
  await writeFile(at('server.ext'), 'subjectAltName=IP:127.0.0.1\n');
  await run('openssl', [
    ...['x509', '-req', ...VALID, '-in', at('server.csr'), '-out', at('server.crt')],
    ...['-CA', at('authority.pem'), '-CAkey', at('authority.key'), '-CAcreateserial'],
    ...['-extfile', at('server.ext')],
  ]);
  const parts = await Promise.all(['server.key', 'server.crt'].map((name) => readFile(at(name), 'utf8')));
  await writeFile(at('server.pem'), parts.join(''));
  return { authority: at('authority.pem'), stranger: at('stranger.pem'), server: at('server.pem') };
}

async function makeAuthority(path: string): Promise<void> {
  await run('openssl', [
    ...['req', '-x509', ...NEW_KEY, ...VALID, '-subj', '/CN=millrace test authority'],
    ...['-keyout', `${path}.key`, '-out', `${path}.pem`],
  ]);
}

async function askFor(path: string): Promise<void> {
  await run('openssl', [
    ...['req', ...NEW_KEY, '-subj', '/CN=127.0.0.1'],
    ...['-keyout', `${path}.key`, '-out', `${path}.csr`],
  ]);
}
