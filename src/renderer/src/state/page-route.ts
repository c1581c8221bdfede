/**
 * Why this file exists: how a feature reads and writes its own part of the address. The frame knows
 * only the screen's word; other features link to it by `address`.
 */
import { formatAddress, type Address } from './address.ts';

/** What a feature makes of its part of the address. */
export interface PageAddress {
  rest: readonly string[];
  query: URLSearchParams;
}

/** What it writes back; undefined and empty values are left out. */
export interface PageParts {
  rest?: readonly (string | number)[];
  query?: Readonly<Record<string, string | number | undefined>>;
}

export interface PageRoute<S> {
  /** The word in the address: `gallery`. */
  readonly screen: string;
  /** Whether it belongs to a product. */
  readonly scope: 'product' | 'global';
  /** Never fails: what is not understood takes its default. */
  readonly parse: (address: PageAddress) => S;
  readonly format: (state: S) => PageParts;
  /** The whole address of a state; `productId` is null for a global screen. */
  readonly address: (productId: number | null, state: S) => string;
}

interface PageRouteParts<S> {
  screen: string;
  scope: 'product' | 'global';
  parse: (address: PageAddress) => S;
  /** Defaults are left out, so that addresses stay short. */
  format: (state: S) => PageParts;
}

/** A route of a feature from its `parse` and `format`, which undo each other. */
export function pageRoute<S>({ screen, scope, parse, format }: PageRouteParts<S>): PageRoute<S> {
  return {
    screen,
    scope,
    parse,
    format,
    address: (productId, state) => {
      const { rest = [], query = {} } = format(state);
      const values = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined && value !== '') values.set(name, String(value));
      }
      const address: Address = {
        screen,
        productId: scope === 'product' ? productId : null,
        rest: rest.map(String),
        query: values,
      };
      return formatAddress(address);
    },
  };
}

/** A route without a state of its own. */
export function plainRoute(screen: string, scope: 'product' | 'global'): PageRoute<null> {
  return pageRoute({ screen, scope, parse: () => null, format: () => ({}) });
}

/** A row's number from an address, or null. */
export function idFrom(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
