/** Why this file exists: what stays on every screen: rail, header, and word of a lost connection. */
import type { ReactNode } from 'react';
import type { SystemStatus } from '../../../shared/contract/system.ts';
import type { Report } from '../../../shared/report.ts';
import { ariaKeys, type Action } from '../actions/action.ts';
import { Icon, type IconName } from '../components/Icon.tsx';
import { useConnection } from '../state/client-context.ts';
import { strings } from '../strings/index.ts';

interface FrameProps {
  status: SystemStatus | null;
  report: Report | null;
  actions: { reports: Action; keySheet: Action; theme: Action };
  themeIcon: IconName;
  children: ReactNode;
}

export function Frame({ status, report, actions, themeIcon, children }: FrameProps) {
  const connection = useConnection();
  return (
    <div className="frame">
      <a className="skip-link" href="#content" onClick={focusContent}>
        {strings.skipToContent}
      </a>
      <nav className="rail" aria-label={strings.nav.label}>
        <img className="rail-mark" src="./icon.svg" alt="" />
        <RailButton action={actions.reports} icon="reports" label={strings.nav.reports} current />
        <span className="rail-gap" />
        <RailButton action={actions.keySheet} icon="keys" label={strings.nav.keys} />
        <RailButton action={actions.theme} icon={themeIcon} label={strings.nav.theme} />
      </nav>
      <div className="column">
        <Header status={status} report={report} />
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

interface RailButtonProps {
  action: Action;
  icon: IconName;
  label: string;
  /** The screen one is in. */
  current?: boolean;
}

function RailButton({ action, icon, label, current = false }: RailButtonProps) {
  return (
    <button
      type="button"
      className="rail-button"
      title={action.label}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={ariaKeys(action)}
      onClick={() => action.perform()}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}

function Header({ status, report }: { status: SystemStatus | null; report: Report | null }) {
  const device = status?.device ?? null;
  return (
    <header className="header">
      <span
        className="product"
        title={status === null ? '' : strings.header.version(status.version)}
      >
        {strings.product}
      </span>
      {report !== null && (
        <>
          <span className="header-part header-dataset" title={report.dataset.root}>
            {report.dataset.name}
          </span>
          <span className="header-part tag" title={report.model.path}>
            <span className="tag-name">{strings.header.model}</span>
            <span className="tag-value">{report.model.name}</span>
          </span>
        </>
      )}
      <span className="header-gap" />
      {device !== null && (
        <span className="header-part tag" title={device.reason ?? ''}>
          <span className="tag-name">{strings.header.device}</span>
          <span className="tag-value">{device.label}</span>
        </span>
      )}
      {report === null && status !== null && (
        <span className="header-part note">{strings.header.version(status.version)}</span>
      )}
      {device === null && report !== null && (
        <span className="header-part tag" title={strings.header.evaluatedOn(report.device)}>
          <span className="tag-name">{strings.header.device}</span>
          <span className="tag-value">{report.device}</span>
        </span>
      )}
    </header>
  );
}
