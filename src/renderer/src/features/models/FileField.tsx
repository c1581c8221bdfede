/**
 * Why this file exists: names a file of the machine Loupe runs on. A desktop asks its own dialog; a
 * browser names the folder by the folder browser, and the file's name is typed.
 */
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { FolderBrowser } from '../../components/FolderBrowser.tsx';
import { desktop } from '../../state/desktop.ts';
import { strings } from './strings.ts';

interface FileFieldProps {
  label: string;
  value: string;
  onChange: (file: string) => void;
  /** The name to suggest where a file is written; null where one is read. */
  save: string | null;
  /** May be left empty, and what that means. */
  hint?: string;
}

export function FileField({ label, value, onChange, save, hint }: FileFieldProps) {
  const [browsing, setBrowsing] = useState(false);
  const browse = async (): Promise<void> => {
    const shell = desktop();
    if (shell === undefined || save === null) {
      setBrowsing(true);
      return;
    }
    const chosen = await shell.chooseSave(label, save);
    if (chosen !== null) onChange(chosen);
  };
  const name = save ?? /[^\\/]*$/.exec(value)?.[0] ?? '';
  return (
    <div className="folder-field">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        maxLength={4096}
        {...(hint === undefined ? { required: true } : { hint })}
      />
      <Button icon="folder" onClick={() => void browse()}>
        {strings.browse}
      </Button>
      {browsing && (
        <FolderBrowser
          title={label}
          start={null}
          onChoose={(folder) => {
            setBrowsing(false);
            const mark = folder.includes('\\') ? '\\' : '/';
            onChange(`${folder.endsWith(mark) ? folder.slice(0, -1) : folder}${mark}${name}`);
          }}
          onClose={() => setBrowsing(false)}
        />
      )}
    </div>
  );
}
