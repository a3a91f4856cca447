import type { Route, Transport } from '@millrace/api-contract';
import { COMMON_CODES, codesOf, routeTable } from '@millrace/api-contract';

interface Answered {
  readonly statuses: Set<number>;
  readonly codes: Set<string>;
}

interface Matcher {
  readonly route: Route;
  readonly pattern: RegExp;
}

const MATCHERS: readonly Matcher[] = routeTable.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:[a-z]+/g, '[^/]+')}$`),
}));

/** What was driven of the API: by route the statuses and the codes of problems that were answered. */
export class RouteCoverage {
  private readonly answered = new Map<string, Answered>();

  /** A transport that notes what is answered over it. */
  over(inner: Transport): Transport {
    return async (url, init) => {
      const response = await inner(url, init);
      const route = routeOf(init.method, new URL(url).pathname);
      if (route) await this.note(route, response);
      return response;
    };
  }

  /** Routes that have not given their usual answer. */
  undriven(): readonly string[] {
    return routeTable
      .map(({ name }) => name)
      .filter((name) => ![...this.of(name).statuses].some((status) => status < 300));
  }

  /** `route status` and `route CODE` for what the contract names and nobody has answered. */
  unseen(): readonly string[] {
    return routeTable.flatMap((route) => {
      const { statuses, codes } = this.of(route.name);
      const named = [route.status ?? 200, ...Object.keys(route.also ?? {}).map(Number)];
      return [
        ...named.filter((status) => !statuses.has(status)).map((status) => `${route.name} ${status}`),
        ...(route.codes ?? []).filter((code) => !codes.has(code)).map((code) => `${route.name} ${code}`),
      ];
    });
  }

  /** `route CODE` for what was answered and the contract does not name. */
  unlisted(): readonly string[] {
    return routeTable.flatMap((route) => {
      const listed = new Set<string>([...COMMON_CODES, ...codesOf(route)]);
      return [...this.of(route.name).codes]
        .filter((code) => !listed.has(code))
        .map((code) => `${route.name} ${code}`);
    });
  }

  private of(name: string): Answered {
    const known = this.answered.get(name) ?? { statuses: new Set(), codes: new Set() };
    this.answered.set(name, known);
    return known;
  }

  private async note({ name }: Route, response: Response): Promise<void> {
    const { statuses, codes } = this.of(name);
    statuses.add(response.status);
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('application/problem+json')) return;
    const { code } = (await response.clone().json()) as { readonly code: string };
    codes.add(code);
  }
}

function routeOf(method: string, path: string): Route | undefined {
  return MATCHERS.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route;
}
