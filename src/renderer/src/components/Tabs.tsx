/** Why this file exists: parts of a screen under one another's name; which one is in the address. */
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

export interface TabPart<T extends string> {
  id: T;
  label: string;
  /** A number beside the label. */
  count?: number;
  content: ReactNode;
}

interface TabsProps<T extends string> {
  label: string;
  parts: readonly TabPart<T>[];
  value: T;
  onChange: (id: T) => void;
}

export function Tabs<T extends string>({ label, parts, value, onChange }: TabsProps<T>) {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={value}
      onSelectionChange={(key) => {
        const part = parts.find(({ id }) => id === key);
        if (part !== undefined) onChange(part.id);
      }}
    >
      <TabList className="tab-list" aria-label={label}>
        {parts.map((part) => (
          <Tab key={part.id} id={part.id} className="tab">
            {part.label}
            {part.count !== undefined && <span className="tab-count">{part.count}</span>}
          </Tab>
        ))}
      </TabList>
      {parts.map((part) => (
        <TabPanel key={part.id} id={part.id} className="tab-panel">
          {part.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
