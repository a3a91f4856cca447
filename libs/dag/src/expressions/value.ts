/** A calendar date without zone. */
export interface DateValue {
  readonly kind: 'date';
  /** ISO, `2026-11-20`. */
  readonly iso: string;
}
/** An instant together with the zone in which it is read and calculated. */
export interface DateTimeValue {
  readonly kind: 'datetime';
  readonly epochMs: number;
  /** IANA name or fixed offset such as `+02:00`. */
  readonly zone: string;
}
export interface DurationValue {
  readonly kind: 'duration';
  readonly ms: number;
}

/** What an expression can see and give. `bigint` is CEL int, `number` is CEL double. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | DateValue
  | DateTimeValue
  | DurationValue
  | readonly Value[]
  | ReadonlyMap<string, Value>;
