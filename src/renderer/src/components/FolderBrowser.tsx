/** Why this file exists: a browser cannot name a folder of the machine; this dialog walks its folders. */
import { useState } from 'react';
import { ListBox, ListBoxItem, Text } from 'react-aria-components';
import { useQueryOf } from '../state/queries.ts';
import { strings } from '../strings/index.ts';
import { Button } from './Button.tsx';
import { Dialog, DialogButtons } from './Dialog.tsx';
import { formatInteger } from './format.ts';
import { Icon } from './Icon.tsx';
import { ErrorLine, LoadingNotice } from './Notice.tsx';

interface FolderBrowserProps {
  title: string;
  /** Null: where the machine's owner begins. */
  start: string | null;
  onChoose: (folder: string) => void;
  onClose: () => void;
}

export function FolderBrowser({ title, start, onChoose, onClose }: FolderBrowserProps) {
  const [path, setPath] = useState(start);
  const { data, error, isPlaceholderData } = useQueryOf(
    'folders.list',
    { path },
    { keepPrevious: true },
  );
  const text = strings.folder;
  const here = data?.path ?? path ?? '';
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="folder-browser">
        <div className="folder-here">
          <Button
            icon="up"
            disabled={data === undefined || data.parent === null}
            onClick={() => setPath(data?.parent ?? null)}
          >
            {text.up}
          </Button>
          {/* The end of a long path says most. */}
          <code className="folder-path" title={here}>
            {here}
          </code>
        </div>
        {error !== null && (
          <>
            <ErrorLine error={error} />
            <Button onClick={() => setPath(null)}>{text.home}</Button>
          </>
        )}
        {data === undefined && error === null && <LoadingNotice />}
        {data !== undefined && error === null && (
          <ListBox
            className="choices folder-list"
            aria-label={text.folders}
            aria-busy={isPlaceholderData}
            items={data.folders.map((name) => ({ id: name, name }))}
            onAction={(name) => setPath(joined(data.path, String(name)))}
            renderEmptyState={() => <p className="note folder-none">{text.none}</p>}
          >
            {({ id, name }) => (
              <ListBoxItem id={id} textValue={name} className="choice folder-row">
                <Icon name="folder" />
                <Text slot="label">{name}</Text>
              </ListBoxItem>
            )}
          </ListBox>
        )}
        <DialogButtons>
          <span className="note folder-images">
            {data === undefined ? '' : text.images(formatInteger(data.images))}
          </span>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button
            kind="primary"
            disabled={data === undefined || error !== null}
            onClick={() => {
              if (data !== undefined) onChoose(data.path);
            }}
          >
            {text.choose}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}

/** A folder in a folder, with the separator that the machine uses. */
export function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}
