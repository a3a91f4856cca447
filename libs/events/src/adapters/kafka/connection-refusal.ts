import type { KafkaSettings } from './kafka-settings.js';

type Settings = Pick<KafkaSettings, 'brokers' | 'tls' | 'login'>;

/** A failure as this file looks at it: kafkajs gives names, Node and OpenSSL give codes, brokers give types. */
interface Layer extends Error {
  readonly code?: unknown;
  readonly type?: unknown;
}

/** Given by Node where a certificate is not one that is trusted. */
const UNTRUSTED = /^(SELF_SIGNED_CERT|DEPTH_ZERO_|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME)/;
/** Said where what answers speaks no TLS. */
const NO_TLS = /before secure TLS connection was established|wrong version number/;

/**
 * Why brokers that are there do not let this process in, and what to do about it, in the words of the settings.
 * Undefined where it is not known that they are there. `layers`: an error and what it was made of.
 */
export function connectionRefusal(layers: readonly Error[], settings: Settings): string | undefined {
  const where = `Kafka at ${settings.brokers.join(', ')}`;
  for (const layer of layers) {
    const said = refusalIn(layer, settings);
    if (said !== undefined) return `${where} ${said}`;
  }
  return undefined;
}

function refusalIn(layer: Layer, { tls, login }: Settings): string | undefined {
  const { code, type, name, message } = layer;
  if (name === 'KafkaJSSASLAuthenticationError')
    return `does not let in ${login?.username ?? 'this process'}: ${message}. Check kafka.login: its mechanism, username and password.`;
  if (type === 'ILLEGAL_SASL_STATE')
    return 'takes no login there: take out kafka.login, or name the port where accounts log in.';
  if (typeof code === 'string' && UNTRUSTED.test(code))
    return `shows a certificate that is not trusted here (${code}): ${message}. Name the authority that signed it in kafka.tls.caFile, and the brokers as the certificate does.`;
  if (tls && NO_TLS.test(message))
    return `seems to speak no TLS there: name the port where it does, or set kafka.tls.enabled to false.`;
  if (name === 'KafkaJSConnectionClosedError') return closedText(tls !== undefined, login !== undefined);
  return undefined;
}

/** Brokers say nothing to whom they do not understand. */
function closedText(encrypted: boolean, loggedIn: boolean): string {
  const guesses = [
    ...(encrypted ? [] : ['it may ask for TLS: then set kafka.tls.enabled to true']),
    ...(loggedIn ? [] : ['it may ask for a login: then set kafka.login']),
  ];
  const hint = guesses.length > 0 ? guesses.join('; ') : 'its log says why';
  return `closes the connection without an answer: ${hint}.`;
}
