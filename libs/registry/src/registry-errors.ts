/** Base of what a registry can answer. Match on `code`, never on text. No message or field holds a password. */
export abstract class RegistryError extends Error {
  abstract readonly code: string;
  /** Would trying again help? */
  abstract readonly retryable: boolean;
}

/** The store cannot be reached, does not answer in time, lets nobody in, or refuses the request. */
export class RegistryUnavailableError extends RegistryError {
  override readonly code = 'REGISTRY_UNAVAILABLE';
  override readonly retryable = true;
}

/** This registry was closed by its own process. */
export class RegistryClosedError extends RegistryError {
  override readonly code = 'REGISTRY_CLOSED';
  override readonly retryable = false;
}

/** The settings cannot be used; the message says which and what is expected. */
export class RegistrySettingsError extends RegistryError {
  override readonly code = 'REGISTRY_SETTINGS_INVALID';
  override readonly retryable = false;
}

/** What a member would say of itself is not sayable; nothing was stored. */
export class PresenceInvalidError extends RegistryError {
  override readonly code = 'PRESENCE_INVALID';
  override readonly retryable = false;
}
