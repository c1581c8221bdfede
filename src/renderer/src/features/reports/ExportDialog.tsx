/** Why this file exists: a report or a shift as one file: which format, which language, where to. */
import { useState, type FormEvent } from 'react';
import type { RequestOutput } from '../../../../shared/contract.ts';
import type { ExportedReport, ReportFormat } from '../../../../shared/contract/reports.ts';
import { exportPath } from '../../../../shared/media.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { desktop } from '../../state/desktop.ts';
import { useMutationOf } from '../../state/queries.ts';
import { language as languageOfNow } from '../../strings/language.ts';
import { FileField } from '../models/FileField.tsx';
import { exportStrings as strings } from './export-strings.ts';

/** Values, as the contract itself stays out of the bundle. */
const FORMATS: readonly ReportFormat[] = ['html', 'pdf', 'csv'];
const LANGUAGES = ['en', 'de'] as const;

interface ExportDialogProps {
  what: ExportedReport;
  /** A file's name without ending, to suggest. */
  name: string;
  onClose: () => void;
}

export function ExportDialog({ what, name, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ReportFormat>('html');
  const [language, setLanguage] = useState(languageOfNow());
  const [file, setFile] = useState('');
  const exporting = useMutationOf('reports.export');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const place = file.trim();
    exporting.mutate({ what, format, language, file: place === '' ? null : place });
  };
  return (
    <Dialog title={strings.title} onClose={onClose}>
      {exporting.data === undefined ? (
        <form onSubmit={submit}>
          <p>{strings.text}</p>
          <fieldset className="format-choice">
            <legend className="field-label">{strings.format}</legend>
            {FORMATS.map((one) => (
              <label key={one} className="format-option" data-on={format === one}>
                <input
                  type="radio"
                  name="format"
                  checked={format === one}
                  onChange={() => setFormat(one)}
                />
                <span>
                  <strong>{strings.formats[one]}</strong>
                  <span className="note">{strings.notes[one]}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {format !== 'csv' && (
            <Select
              label={strings.language}
              value={language}
              choices={LANGUAGES.map((value) => ({ value, label: strings.languages[value] }))}
              onChange={setLanguage}
            />
          )}
          <FileField
            label={strings.place}
            hint={strings.placeHint}
            value={file}
            onChange={setFile}
            save={`${name}.${format}`}
          />
          {exporting.error !== null && <ErrorLine error={exporting.error} />}
          <DialogButtons>
            <Button onClick={onClose}>{strings.cancel}</Button>
            <Button kind="primary" type="submit" busy={exporting.isPending}>
              {strings.button}
            </Button>
          </DialogButtons>
        </form>
      ) : (
        <Done result={exporting.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface DoneProps {
  result: RequestOutput<'reports.export'>;
  onClose: () => void;
}

function Done({ result: { path, name }, onClose }: DoneProps) {
  // A desktop has the file already; a browser may be far from the machine's folders.
  const link = name === null || desktop() !== undefined ? null : exportPath(name);
  return (
    <>
      <p role="status" className="exported">
        {strings.done(path)}
      </p>
      <DialogButtons>
        {link !== null && (
          <a className="button" href={link} download={name ?? ''}>
            {strings.save}
          </a>
        )}
        <Button kind="primary" onClick={onClose}>
          {strings.close}
        </Button>
      </DialogButtons>
    </>
  );
}
