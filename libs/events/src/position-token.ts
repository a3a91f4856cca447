/** Position tokens (L55): where an outcome stands, or where a command stands whose outcome is not known yet. */
export type PositionToken =
  | { readonly kind: 'record'; readonly logId: string; readonly partition: number; readonly offset: number }
  | { readonly kind: 'command'; readonly logId: string; readonly partition: number; readonly offset: number };

export function formatPosition(token: PositionToken): string {
  const topic = token.kind === 'command' ? 'commands:' : '';
  return `${token.logId}:${topic}${token.partition}:${token.offset}`;
}

const FORM = /^([A-Za-z0-9_-]{1,64}):(commands:)?(\d{1,9}):(\d{1,15})$/;

export function parsePosition(text: string): PositionToken | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [, logId = '', commands, partition, offset] = match;
  const kind = commands ? 'command' : 'record';
  return { kind, logId, partition: Number(partition), offset: Number(offset) };
}
