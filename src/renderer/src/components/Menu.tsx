/** Why this file exists: a button that opens a list of commands or places. */
import type { ReactNode } from 'react';
import {
  Button,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';

export interface MenuEntry {
  id: string;
  label: string;
  note?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Draw a line above it. */
  apart?: boolean;
  perform: () => void;
}

interface MenuProps {
  /** What the button says to those who do not see it. */
  label: string;
  /** What the button shows. */
  children: ReactNode;
  entries: readonly MenuEntry[];
  className?: string;
}

export function Menu({ label, children, entries, className = 'tool' }: MenuProps) {
  return (
    <MenuTrigger>
      <Button className={className} aria-label={label}>
        {children}
      </Button>
      <Popover className="popover">
        <AriaMenu className="choices">
          {entries.flatMap((entry) => [
            entry.apart === true ? (
              <Separator key={`${entry.id}-line`} className="menu-line" />
            ) : null,
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={`choice ${entry.danger === true ? 'choice-danger' : ''}`}
              isDisabled={entry.disabled === true}
              onAction={entry.perform}
            >
              <span>{entry.label}</span>
              {entry.note !== undefined && <span className="note">{entry.note}</span>}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
