/** Why this file exists: pause, resume and stop of the line, and full screen; large enough for gloves. */
import { useState } from 'react';
import type { Run } from '../../../../shared/entities/run.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { formatInteger } from '../../components/format.ts';
import { useJobControls } from '../jobs/use-jobs.ts';
import { inspectSpec, isOpen } from './line-state.ts';
import { strings } from './strings.ts';
import type { Kiosk } from './use-kiosk.ts';

interface LineControlsProps {
  run: Run;
  kiosk: Kiosk;
  onNew: () => void;
}

export function LineControls({ run, kiosk, onNew }: LineControlsProps) {
  const [asking, setAsking] = useState(false);
  const controls = useJobControls();
  const { progress, state } = run;
  const total = progress?.total;
  return (
    <section className="line-controls" aria-label={strings.title}>
      {isOpen(run) ? (
        <>
          {(state === 'running' || state === 'queued') && (
            <Button
              icon="pause"
              className="button-large"
              disabled={controls.isPending}
              onClick={() => controls.pause(run.id)}
            >
              {strings.pause}
            </Button>
          )}
          {(state === 'paused' || state === 'interrupted') && (
            <Button
              kind="primary"
              icon="play"
              className="button-large"
              disabled={controls.isPending}
              onClick={() => controls.resume(run.id)}
            >
              {strings.resume}
            </Button>
          )}
          <Button icon="stop" className="button-large" onClick={() => setAsking(true)}>
            {strings.stop}
          </Button>
        </>
      ) : (
        <Button kind="primary" icon="play" className="button-large" onClick={onNew}>
          {strings.newStart}
        </Button>
      )}
      <Button
        icon={kiosk.on ? 'close' : 'fit'}
        className="button-large"
        aria-pressed={kiosk.on}
        onClick={kiosk.toggle}
      >
        {kiosk.on ? strings.leaveFullScreen : strings.fullScreen}
      </Button>
      {state === 'running' && inspectSpec(run).what === 'files' && total !== undefined && (
        <p className="note">
          {formatInteger(progress?.done ?? 0)} / {formatInteger(total)}
        </p>
      )}
      {asking && (
        <Dialog
          role="alertdialog"
          size="small"
          title={strings.stopTitle}
          onClose={() => setAsking(false)}
        >
          <p>{strings.stopText}</p>
          <DialogButtons>
            <Button className="button-large" onClick={() => setAsking(false)}>
              {strings.cancel}
            </Button>
            <Button
              kind="danger"
              className="button-large"
              onClick={() => {
                setAsking(false);
                controls.cancel(run.id);
              }}
            >
              {strings.stop}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </section>
  );
}
