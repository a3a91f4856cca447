import { z } from 'zod';

export const PART_NAMES = ['kafka', 'database', 'redis'] as const;

export type PartName = (typeof PART_NAMES)[number];

export const partName = z.enum(PART_NAMES);

/** How clients reach the parts. */
export interface StackEndpoints {
  readonly kafka: { readonly brokers: string[] };
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly name: string;
  };
  readonly redis: { readonly host: string; readonly port: number };
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An endpoint that someone else runs, and the addresses where it must answer. */
export interface NamedEndpoint<Endpoint> {
  readonly endpoint: Endpoint;
  readonly addresses: readonly Address[];
}

/** A program that the native way calls, and the Debian package that brings it. */
export interface Need {
  readonly program: string;
  readonly package: string;
}

/** The command that runs a part in the foreground. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
}

/** What a part must know about itself, whichever way it is had. */
export interface Part<Endpoint> {
  /** The variable that names an endpoint somebody else runs. */
  readonly variable: string;
  /** The form of its value, for messages. */
  readonly variableForm: string;
  /** Ports it likes best; the first is the one for clients. */
  readonly ports: readonly number[];
  /** Undefined: the text does not have the form. */
  readonly fromVariable: (text: string) => NamedEndpoint<Endpoint> | undefined;
  /** The text that `fromVariable` reads, for the part that listens on that port of this machine. */
  readonly textAt: (port: number) => string;
  /** Whether it serves clients at that address; a port that is merely open does not count. */
  readonly answers: (address: Address) => Promise<boolean>;
  /** Programs the native way needs as things stand. */
  readonly needs: () => readonly Need[];
  /** Makes files and data in `home` where they are not there yet, and says what to run. */
  readonly prepare: (home: string, ports: readonly number[]) => Promise<Launch>;
}
