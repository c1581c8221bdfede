/** Why this file exists: the way from screen to screen: those of the product in hand, and the rest. */
import { ariaKeys, type Action } from '../actions/action.ts';
import { Icon, type IconName } from '../components/Icon.tsx';
import type { Address } from '../state/address.ts';
import { strings } from '../strings/index.ts';
import { GLOBAL_SCREENS, PRODUCT_SCREENS } from './screens.ts';

interface RailProps {
  address: Address;
  /** The product whose screens are offered; see state/product-in-hand.ts. */
  inHand: number | null;
  /** Leads to all reports where no product is in hand. */
  reports: Action;
}

export function Rail({ address, inHand, reports }: RailProps) {
  const { productId, screen } = address;
  const [products, ...others] = GLOBAL_SCREENS;
  const inReports = screen === 'report' || screen === 'reports';
  return (
    <nav className="rail" aria-label={strings.nav.label}>
      <img className="rail-mark" src="./icon.svg" alt="" />
      {products !== undefined && (
        <RailLink
          address={products.start(null)}
          icon={products.icon}
          label={products.label()}
          current={productId === null && screen === products.name}
        />
      )}
      {inHand !== null ? (
        <>
          <span className="rail-line" />
          {PRODUCT_SCREENS.map((one) => (
            <RailLink
              key={one.name}
              address={one.start(inHand)}
              icon={one.icon}
              label={one.label()}
              current={productId !== null && screen === one.name}
            />
          ))}
        </>
      ) : (
        <RailLink
          address="#/reports"
          icon="reports"
          label={strings.nav.reports}
          current={inReports}
          action={reports}
        />
      )}
      <span className="rail-gap" />
      {others.map((one) => (
        <RailLink
          key={one.name}
          address={one.start(null)}
          icon={one.icon}
          label={one.label()}
          current={productId === null && screen === one.name}
        />
      ))}
    </nav>
  );
}

interface RailLinkProps {
  address: string;
  icon: IconName;
  label: string;
  /** The screen one is in. */
  current: boolean;
  action?: Action;
}

function RailLink({ address, icon, label, current, action }: RailLinkProps) {
  return (
    <a
      className="rail-button"
      href={address}
      title={action?.label}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={action === undefined ? undefined : ariaKeys(action)}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  );
}
