/** Why this file exists: where one is, what is at work, on what device, and who one is. */
import { ariaKeys, keyCaps } from '../actions/action.ts';
import { Icon } from '../components/Icon.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { JobsButton } from '../features/jobs/JobsButton.tsx';
import { useActor } from '../state/actor.ts';
import type { Address } from '../state/address.ts';
import type { Preferences } from '../state/preferences.ts';
import { useQueryOf } from '../state/queries.ts';
import { strings } from '../strings/index.ts';
import type { FrameActions } from './Frame.tsx';
import { ProductSwitcher } from './ProductSwitcher.tsx';

interface HeaderProps {
  address: Address;
  inHand: number | null;
  actions: FrameActions;
  themeIcon: Preferences['theme'];
}

export function Header({ address, inHand, actions, themeIcon }: HeaderProps) {
  const { data: status } = useQueryOf('system.status', {});
  const actor = useActor();
  const device = status?.device ?? null;
  return (
    <header className="header">
      <span
        className="product"
        title={status === undefined ? '' : strings.header.version(status.version)}
      >
        {strings.product}
      </span>
      <ProductSwitcher address={address} inHand={inHand} />
      <ReportName address={address} />
      <span className="header-gap" />
      <JobsButton action={actions.jobs} />
      {device !== null && (
        <Tooltip text={device.reason ?? `${strings.header.device}: ${device.label}`}>
          <span className="header-part tag" tabIndex={0} role="note">
            <span className="tag-name">{strings.header.device}</span>
            <span className="tag-value">{device.label}</span>
          </span>
        </Tooltip>
      )}
      <button
        type="button"
        className="header-part tag tag-button"
        title={actor.name === null ? strings.actor.change : strings.actor.signedAs(actor.name)}
        aria-label={`${strings.actor.change}: ${actor.name ?? strings.actor.unknown}`}
        onClick={() => void actor.change()}
      >
        <Icon name="person" />
        <span className="tag-value">{actor.name ?? strings.actor.unknown}</span>
      </button>
      <span className="header-tools">
        <HeaderTool action={actions.palette} icon="search" name={strings.nav.commands} />
        <HeaderTool action={actions.keySheet} icon="keys" name={strings.nav.keys} />
        <HeaderTool action={actions.theme} icon={themeIcon} name={strings.nav.theme} />
      </span>
    </header>
  );
}

interface HeaderToolProps {
  action: FrameActions[keyof FrameActions];
  icon: 'search' | 'keys' | Preferences['theme'];
  name: string;
}

function HeaderTool({ action, icon, name }: HeaderToolProps) {
  const [key] = action.keys;
  const hint = key === undefined ? '' : ` (${keyCaps(key).join('+')})`;
  return (
    <button
      type="button"
      className="tool"
      aria-label={name}
      aria-keyshortcuts={ariaKeys(action)}
      title={`${action.label}${hint}`}
      onClick={() => action.perform()}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The data set and the model of the report on screen. */
function ReportName({ address }: { address: Address }) {
  const { screen, productId, rest } = address;
  const id = screen === 'report' && productId === null ? rest[0] : undefined;
  const { data: report } = useQueryOf('reports.get', id === undefined ? null : { id });
  if (report === undefined) return null;
  return (
    <>
      <span className="header-part header-dataset" title={report.dataset.root}>
        {report.dataset.name}
      </span>
      <span className="header-part tag" title={report.model.path}>
        <span className="tag-name">{strings.header.model}</span>
        <span className="tag-value">{report.model.name}</span>
      </span>
    </>
  );
}
