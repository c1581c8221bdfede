/** Why this file exists: names a folder of the machine Loupe runs on: typed, browsed for or dropped. */
import { useState, type ReactNode } from 'react';
import { desktop } from '../state/desktop.ts';
import { strings } from '../strings/index.ts';
import { Button } from './Button.tsx';
import { TextField } from './fields.tsx';
import { FolderBrowser } from './FolderBrowser.tsx';

interface FolderFieldProps {
  label: string;
  value: string;
  onChange: (folder: string) => void;
  hint?: ReactNode;
  problem?: string | null;
  disabled?: boolean;
}

export function FolderField(props: FolderFieldProps) {
  const { label, value, onChange, hint, problem = null, disabled = false } = props;
  const [browsing, setBrowsing] = useState(false);
  const browse = async (): Promise<void> => {
    const shell = desktop();
    if (shell === undefined) {
      setBrowsing(true);
      return;
    }
    const chosen = await shell.chooseFolder(label);
    if (chosen !== null) onChange(chosen);
  };
  return (
    <div className="folder-field">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        placeholder={strings.folder.placeholder}
        problem={problem}
        disabled={disabled}
        maxLength={4096}
        {...(hint === undefined ? {} : { hint })}
      />
      <Button icon="folder" onClick={() => void browse()} disabled={disabled}>
        {strings.folder.browse}
      </Button>
      {browsing && (
        <FolderBrowser
          title={label}
          start={value.trim() === '' ? null : value.trim()}
          onChoose={(folder) => {
            setBrowsing(false);
            onChange(folder);
          }}
          onClose={() => setBrowsing(false)}
        />
      )}
    </div>
  );
}
