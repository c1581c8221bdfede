/**
 * Why this file exists: what a feature gives the frame to become a screen: its route, its sign and
 * name in the rail, and a component that gets its part of the address already read.
 */
import type { ComponentType, ReactNode } from 'react';
import type { IconName } from '../components/Icon.tsx';
import type { Address } from '../state/address.ts';
import type { PageRoute } from '../state/page-route.ts';
import { goToAddress } from '../state/use-route.ts';

/** Writes a state into the address: of the same screen and product. */
export type Go<S> = (state: S, how?: 'push' | 'replace') => void;

export interface ProductScreenProps<S> {
  productId: number;
  state: S;
  go: Go<S>;
}

export interface GlobalScreenProps<S> {
  state: S;
  go: Go<S>;
}

/** A screen as the frame sees it. */
export interface Screen {
  readonly name: string;
  readonly scope: 'product' | 'global';
  readonly icon: IconName;
  /** In the language of now. */
  readonly label: () => string;
  /** Its address as it is first shown. */
  readonly start: (productId: number | null) => string;
  readonly render: (address: Address) => ReactNode;
}

interface Parts<S> {
  route: PageRoute<S>;
  icon: IconName;
  label: () => string;
}

/** A screen of one product. */
export function productScreen<S>(
  parts: Parts<S> & { Component: ComponentType<ProductScreenProps<S>> },
): Screen {
  const { Component } = parts;
  return screenOf(parts, ({ productId, state, go }) =>
    productId === null ? null : <Component productId={productId} state={state} go={go} />,
  );
}

/** A screen that belongs to no product. */
export function globalScreen<S>(
  parts: Parts<S> & { Component: ComponentType<GlobalScreenProps<S>> },
): Screen {
  const { Component } = parts;
  return screenOf(parts, ({ state, go }) => <Component state={state} go={go} />);
}

interface Shown<S> {
  productId: number | null;
  state: S;
  go: Go<S>;
}

function screenOf<S>(
  { route, icon, label }: Parts<S>,
  draw: (shown: Shown<S>) => ReactNode,
): Screen {
  return {
    name: route.screen,
    scope: route.scope,
    icon,
    label,
    start: (productId) =>
      route.address(productId, route.parse({ rest: [], query: new URLSearchParams() })),
    render: ({ productId, rest, query }) =>
      draw({
        productId,
        state: route.parse({ rest, query }),
        go: (state, how) => goToAddress(route.address(productId, state), how),
      }),
  };
}
