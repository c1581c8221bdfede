/** Why this file exists: a folder dropped on the window is the folder to import, where its path is known. */
import { useState, type DragEvent } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { desktop } from '../../state/desktop.ts';
import { text } from './strings.ts';

interface DropFolderProps {
  disabled: boolean;
  onFolder: (folder: string) => void;
}

export function DropFolder({ disabled, onFolder }: DropFolderProps) {
  const [over, setOver] = useState(false);
  const [unknown, setUnknown] = useState(false);
  const words = text.import;

  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (disabled) return;
    const [file] = event.dataTransfer.files;
    if (file === undefined) return;
    const path = desktop()?.pathOf(file) ?? '';
    setUnknown(path === '');
    if (path !== '') onFolder(path);
  };

  return (
    <div
      className="drop"
      data-over={over || undefined}
      data-disabled={disabled || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="folder" />
      <p role={unknown ? 'alert' : undefined}>{unknown ? words.dropNoPath : words.drop}</p>
    </div>
  );
}
