/** Why this file exists: every command, screen and product by typing a part of its name. */
import {
  Autocomplete,
  Input,
  Menu,
  MenuItem,
  SearchField,
  useFilter,
  Dialog as AriaDialog,
  Modal,
  ModalOverlay,
} from 'react-aria-components';
import { keyCaps, type Action } from '../actions/action.ts';
import type { Address } from '../state/address.ts';
import { useQueryOf } from '../state/queries.ts';
import { goToAddress } from '../state/use-route.ts';
import { strings } from '../strings/index.ts';
import { GLOBAL_SCREENS, PRODUCT_SCREENS } from './screens.ts';

interface Entry {
  id: string;
  label: string;
  note: string;
  keys: readonly string[];
  perform: () => void;
}

interface CommandPaletteProps {
  address: Address;
  actions: readonly Action[];
  onClose: () => void;
}

export function CommandPalette({ address, actions, onClose }: CommandPaletteProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const entries = useEntries(address, actions);
  const text = strings.palette;
  return (
    <ModalOverlay
      className="overlay overlay-top"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal palette">
        <AriaDialog className="palette-dialog" aria-label={text.title}>
          <Autocomplete filter={contains}>
            <SearchField className="palette-search" aria-label={text.search} autoFocus>
              <Input className="palette-input" placeholder={text.search} />
            </SearchField>
            <Menu
              className="choices palette-list"
              aria-label={text.title}
              items={entries}
              renderEmptyState={() => <p className="note palette-empty">{text.nothing}</p>}
            >
              {(entry) => (
                <MenuItem
                  className="choice palette-choice"
                  textValue={entry.label}
                  onAction={() => {
                    onClose();
                    // After the focus is back on the screen, which the command may move again.
                    setTimeout(entry.perform);
                  }}
                >
                  <span>{entry.label}</span>
                  <span className="note">{entry.note}</span>
                  {entry.keys[0] !== undefined && (
                    <span className="keys" aria-hidden="true">
                      {keyCaps(entry.keys[0]).map((cap) => (
                        <kbd key={cap}>{cap}</kbd>
                      ))}
                    </span>
                  )}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What can be done or gone to from here. */
function useEntries({ productId }: Address, actions: readonly Action[]): Entry[] {
  const { data: products = [] } = useQueryOf('products.list', { archived: false });
  const text = strings.palette;
  const groups = strings.actions.groups;
  const screens = [...(productId === null ? [] : PRODUCT_SCREENS), ...GLOBAL_SCREENS];
  const [landing] = PRODUCT_SCREENS;
  return [
    ...actions
      .filter((action) => action.enabled !== false && action.id !== 'palette')
      .map((action) => ({
        id: `action:${action.id}`,
        label: action.label,
        note: groups[action.group],
        keys: action.keys,
        perform: action.perform,
      })),
    ...screens.map((screen) => ({
      id: `screen:${screen.name}`,
      label: text.goTo(screen.label()),
      note: groups.navigate,
      keys: [],
      perform: () => goToAddress(screen.start(productId)),
    })),
    ...products.map(({ product }) => ({
      id: `product:${product.id}`,
      label: text.product(product.name),
      note: strings.nav.products,
      keys: [],
      perform: () => {
        if (landing !== undefined) goToAddress(landing.start(product.id));
      },
    })),
  ];
}
