/** Why this file exists: an evaluation report can be exported from wherever it is shown. */
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import './export.css';
import { ExportDialog } from './ExportDialog.tsx';
import { exportStrings as strings } from './export-strings.ts';

export function ExportButton({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{strings.export}</Button>
      {open && (
        <ExportDialog what={{ kind: 'evaluation', id }} name={id} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
