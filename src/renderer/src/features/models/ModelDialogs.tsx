/** Why this file exists: which dialog a task opens, and what each decision says and does. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { useChange } from '../../state/actor.ts';
import { DecisionDialog } from './DecisionDialog.tsx';
import { EvaluateDialog } from './EvaluateDialog.tsx';
import { ExportDialog } from './FileDialogs.tsx';
import { strings } from './strings.ts';

export type ModelTask =
  | { kind: 'evaluate' | 'promote' | 'export'; summary: ModelSummary }
  | { kind: 'state'; summary: ModelSummary; to: 'draft' | 'candidate' | 'retired' }
  | { kind: 'rollback'; present: ModelSummary };

interface ModelDialogsProps {
  productId: number;
  task: ModelTask;
  production: ModelSummary | undefined;
  onClose: () => void;
}

export function ModelDialogs({ productId, task, production, onClose }: ModelDialogsProps) {
  switch (task.kind) {
    case 'evaluate':
      return <EvaluateDialog productId={productId} summary={task.summary} onClose={onClose} />;
    case 'export':
      return <ExportDialog summary={task.summary} onClose={onClose} />;
    case 'promote':
      return <PromoteDialog summary={task.summary} production={production} onClose={onClose} />;
    case 'state':
      return <StateDialog summary={task.summary} to={task.to} onClose={onClose} />;
    case 'rollback':
      return <RollbackDialog productId={productId} present={task.present} onClose={onClose} />;
  }
}

interface PromoteDialogProps {
  summary: ModelSummary;
  production: ModelSummary | undefined;
  onClose: () => void;
}

function PromoteDialog({ summary, production, onClose }: PromoteDialogProps) {
  const change = useChange('models.promote');
  const { model, evaluation, thresholds } = summary;
  const text = strings.decisions.promote;
  const warnings = [
    ...(evaluation === null ? [text.unevaluated] : []),
    ...(thresholds?.source === 'test' ? [text.onTest] : []),
  ];
  return (
    <DecisionDialog
      title={text.title(model.name)}
      text={text.text(production?.model.name ?? null)}
      warnings={warnings}
      button={text.button}
      busy={change.isPending}
      onClose={onClose}
      decide={async (reason, onError) => {
        const done = await change.run({ modelId: model.id, reason }, onError);
        return done === null ? null : text.done(model.name);
      }}
    />
  );
}

interface StateDialogProps {
  summary: ModelSummary;
  to: 'draft' | 'candidate' | 'retired';
  onClose: () => void;
}

function StateDialog({ summary: { model }, to, onClose }: StateDialogProps) {
  const change = useChange('models.setState');
  const text = strings.decisions[to];
  return (
    <DecisionDialog
      title={text.title(model.name)}
      text={text.text}
      button={text.button}
      busy={change.isPending}
      onClose={onClose}
      decide={async (reason, onError) => {
        const done = await change.run({ modelId: model.id, state: to, reason }, onError);
        return done === null ? null : text.done(model.name);
      }}
    />
  );
}

interface RollbackDialogProps {
  productId: number;
  present: ModelSummary;
  onClose: () => void;
}

function RollbackDialog({ productId, present, onClose }: RollbackDialogProps) {
  const change = useChange('models.rollback');
  const text = strings.decisions.rollback;
  return (
    <DecisionDialog
      title={text.title}
      text={text.text(present.model.name)}
      button={text.button}
      busy={change.isPending}
      onClose={onClose}
      decide={async (reason, onError) => {
        const done = await change.run({ productId, reason }, onError);
        return done === null ? null : text.done(strings.unknownModel(done.modelId));
      }}
    />
  );
}
