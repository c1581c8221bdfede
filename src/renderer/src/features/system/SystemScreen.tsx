/** Why this file exists: this installation: machine, settings, backups, audit trail. */
import type { ReactNode } from 'react';
import type { GlobalScreenProps } from '../../app/define-screen.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { AuditPart } from './AuditPart.tsx';
import { BackupsPart } from './BackupsPart.tsx';
import { DevicePanel } from './DevicePanel.tsx';
import { SYSTEM_PARTS, type SystemPart, type SystemState } from './route.ts';
import { SettingsPart } from './SettingsPart.tsx';
import { StoragePanel } from './StoragePanel.tsx';
import { text } from './strings.ts';

export function SystemScreen({ state, go }: GlobalScreenProps<SystemState>) {
  return (
    <div className="page">
      <h1>{text.title}</h1>
      <Tabs
        label={text.title}
        value={state.part}
        onChange={(part) => go({ part })}
        parts={SYSTEM_PARTS.map((part) => ({
          id: part,
          label: text.parts[part],
          content: part === state.part ? content(part) : null,
        }))}
      />
    </div>
  );
}

function content(part: SystemPart): ReactNode {
  switch (part) {
    case 'machine':
      return (
        <div className="data-parts">
          <DevicePanel />
          <StoragePanel />
        </div>
      );
    case 'settings':
      return <SettingsPart />;
    case 'backups':
      return <BackupsPart />;
    case 'audit':
      return <AuditPart />;
  }
}
