import { pathOf, routes } from '@millrace/api-contract';

/** Where the outcome of a command is told. */
export function commandUrl(command: string, position: string): string {
  return `${pathOf(routes.getCommand, { command })}?position=${position}`;
}
