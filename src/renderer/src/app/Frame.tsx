/** Why this file exists: what stays on every screen: rail, header, and word of a lost connection. */
import type { ReactNode } from 'react';
import type { Action } from '../actions/action.ts';
import { Icon } from '../components/Icon.tsx';
import type { Address } from '../state/address.ts';
import { useConnection } from '../state/client-context.ts';
import { useProductInHand } from '../state/product-in-hand.ts';
import type { Preferences } from '../state/preferences.ts';
import { strings } from '../strings/index.ts';
import { Header } from './Header.tsx';
import { Rail } from './Rail.tsx';

export interface FrameActions {
  palette: Action;
  keySheet: Action;
  jobs: Action;
  theme: Action;
  reports: Action;
}

interface FrameProps {
  address: Address;
  actions: FrameActions;
  themeIcon: Preferences['theme'];
  children: ReactNode;
}

export function Frame({ address, actions, themeIcon, children }: FrameProps) {
  const connection = useConnection();
  const inHand = useProductInHand(address);
  return (
    <div className="frame">
      <a className="skip-link" href="#content" onClick={focusContent}>
        {strings.skipToContent}
      </a>
      <Rail address={address} inHand={inHand} reports={actions.reports} />
      <div className="column">
        <Header address={address} inHand={inHand} actions={actions} themeIcon={themeIcon} />
        {connection === 'lost' && (
          <div className="banner" role="alert">
            <Icon name="warning" />
            <p>
              <strong>{strings.state.lostTitle}.</strong> {strings.state.lostText}
            </p>
          </div>
        )}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

/** The address after `#` is the route's: the link moves the focus and leaves it alone. */
function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
