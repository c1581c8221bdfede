/** Why this file exists: what to inspect and where results go; as it was last time for this product. */
import { useState, type FormEvent } from 'react';
import type { InspectOutputs } from '../../../../shared/entities/job.ts';
import { Button } from '../../components/Button.tsx';
import { FolderBrowser } from '../../components/FolderBrowser.tsx';
import { FolderField } from '../../components/FolderField.tsx';
import { TextField } from '../../components/fields.tsx';
import { Icon } from '../../components/Icon.tsx';
import { desktop } from '../../state/desktop.ts';
import { FileField } from '../models/FileField.tsx';
import { parseSetup, type Setup } from './setup.ts';
import { strings } from './strings.ts';

export interface StartRequest {
  what: 'watch' | 'files';
  paths: string[];
  outputs: InspectOutputs;
}

interface StartFormProps {
  productId: number;
  busy: boolean;
  /** Why it cannot start; null when it can. */
  block: string | null;
  /** What to think of before it starts; null for nothing. */
  warning: { text: string; onAnyway: () => void } | null;
  onStart: (request: StartRequest) => void;
}

export function StartForm({ productId, busy, block, warning, onStart }: StartFormProps) {
  const place = `loupe.inspect.${productId}`;
  const [setup, keepSetup] = useState(() => parseSetup(window.localStorage.getItem(place)));
  // As it was when the form opened: typing does not fold it.
  const [begunWithOutputs] = useState(() => anyOutput(setup));
  const change = (part: Partial<Setup>): void => keepSetup({ ...setup, ...part });
  const paths = setup.what === 'watch' ? [setup.folder.trim()] : linesOf(setup.paths);
  const ready = paths.length > 0 && paths.every((path) => path !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    window.localStorage.setItem(place, JSON.stringify(setup));
    onStart({ what: setup.what, paths, outputs: outputsOf(setup) });
  };
  return (
    <form className="panel start-form" onSubmit={submit}>
      <fieldset className="what-choice">
        <legend>
          <h2>{strings.what}</h2>
        </legend>
        {(['watch', 'files'] as const).map((what) => (
          <label key={what} className="what-option" data-on={setup.what === what}>
            <input
              type="radio"
              name="what"
              checked={setup.what === what}
              onChange={() => change({ what })}
            />
            <span>
              <strong>{strings[what]}</strong>
              <span className="note">
                {what === 'watch' ? strings.watchText : strings.filesText}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {setup.what === 'watch' ? (
        <FolderField
          label={strings.folder}
          value={setup.folder}
          onChange={(folder) => change({ folder })}
        />
      ) : (
        <Paths value={setup.paths} onChange={(text) => change({ paths: text })} />
      )}
      <details className="outputs" open={begunWithOutputs}>
        <summary>{strings.outputs}</summary>
        <p className="note">{strings.outputsNote}</p>
        <FolderField
          label={strings.sortInto}
          value={setup.sortInto}
          onChange={(sortInto) => change({ sortInto })}
        />
        <FileField
          label={strings.csv}
          value={setup.csv}
          save="inspections.csv"
          hint=""
          onChange={(csv) => change({ csv })}
        />
        <TextField
          label={strings.http}
          hint={strings.httpHint}
          value={setup.http}
          onChange={(http) => change({ http })}
        />
      </details>
      {block !== null && (
        <p className="error-line" role="status">
          <Icon name="warning" />
          {block}
        </p>
      )}
      {warning !== null && (
        <p className="warn-line" role="status">
          <Icon name="warning" />
          <span>{warning.text}</span>
          <Button onClick={warning.onAnyway}>{strings.startAnyway}</Button>
        </p>
      )}
      <Button
        kind="primary"
        type="submit"
        icon="play"
        className="button-large"
        busy={busy}
        disabled={!ready || block !== null || warning !== null}
      >
        {setup.what === 'watch' ? strings.startWatch : strings.startFiles}
      </Button>
    </form>
  );
}

function Paths({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [browsing, setBrowsing] = useState(false);
  const add = (paths: readonly string[]): void =>
    onChange([...linesOf(value), ...paths].join('\n'));
  const shell = desktop();
  const addFolder = async (): Promise<void> => {
    if (shell === undefined) {
      setBrowsing(true);
      return;
    }
    const folder = await shell.chooseFolder(strings.addFolder);
    if (folder !== null) add([folder]);
  };
  return (
    <div className="paths">
      <TextField label={strings.paths} value={value} onChange={onChange} lines={4} />
      <div className="check-buttons">
        {shell !== undefined && (
          <Button onClick={() => void shell.chooseFiles(strings.chooseFiles).then(add)}>
            {strings.chooseFiles}
          </Button>
        )}
        <Button icon="folder" onClick={() => void addFolder()}>
          {strings.addFolder}
        </Button>
      </div>
      {browsing && (
        <FolderBrowser
          title={strings.addFolder}
          start={null}
          onChoose={(folder) => {
            setBrowsing(false);
            add([folder]);
          }}
          onClose={() => setBrowsing(false)}
        />
      )}
    </div>
  );
}

function anyOutput({ sortInto, csv, http }: Setup): boolean {
  return [sortInto, csv, http].some((text) => text.trim() !== '');
}

function outputsOf(setup: Setup): InspectOutputs {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return { sortInto: orNull(setup.sortInto), csv: orNull(setup.csv), http: orNull(setup.http) };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
