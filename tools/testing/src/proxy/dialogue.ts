/**
 * What a proxy does next on a connection: passes bytes on, `lateMs` milliseconds after they came; passes nothing more
 * in this direction (`mute`); closes the connection when what came before has gone on (`close`); or resets it at both
 * ends.
 */
export type Step = { readonly bytes: Buffer; readonly lateMs?: number } | 'mute' | 'close' | 'reset';

/**
 * A proxy's understanding of one connection. Both ways get every chunk as it came and say what is done. One that throws
 * resets the connection, and the proxy tells why when it is closed.
 */
export interface Dialogue {
  requests(chunk: Buffer): readonly Step[] | Promise<readonly Step[]>;
  answers(chunk: Buffer): readonly Step[] | Promise<readonly Step[]>;
}

/** Understands nothing: bytes pass as they come. */
export const WORDLESS: Dialogue = {
  requests: (chunk) => [{ bytes: chunk }],
  answers: (chunk) => [{ bytes: chunk }],
};
