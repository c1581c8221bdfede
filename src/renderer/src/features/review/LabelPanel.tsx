/** Why this file exists: what the person says of the image: OK, NG or unsure, which defect, why. */
import { useState } from 'react';
import type { Action } from '../../actions/action.ts';
import { keyCaps } from '../../actions/action.ts';
import { useKeysOf } from '../../actions/use-actions.ts';
import type { LabelEntry, LabelValue } from '../../../../shared/entities/label.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { LabelChip } from '../gallery/LabelChip.tsx';
import { ClassDialog } from './ClassDialog.tsx';
import type { ReviewActions } from './review-actions.ts';
import { text } from './strings.ts';

/** The comment's field, for the key that leads there. */
export const COMMENT_ID = 'review-comment';

export interface LastLabel {
  imageId: number;
  name: string;
  value: LabelValue;
  batchId: number;
}

interface LabelPanelProps {
  productId: number;
  actions: ReviewActions;
  label: LabelEntry | null;
  classes: readonly DefectClass[];
  last: LastLabel | null;
  onLabel: (value: LabelValue, defectClassId: number | null) => void;
  onComment: (comment: string) => void;
}

export function LabelPanel(props: LabelPanelProps) {
  const { productId, actions, label, classes, last, onLabel, onComment } = props;
  const [naming, setNaming] = useState(false);
  const value = label?.value ?? 'none';
  const defect = classes.find(({ id }) => id === label?.defectClassId);
  return (
    <section className="label-panel" aria-label={text.yourLabel}>
      <div className="label-buttons" role="group" aria-label={text.yourLabel}>
        <LabelButton action={actions.ok} value="ok" chosen={value === 'ok'} />
        <LabelButton action={actions.ng} value="ng" chosen={value === 'ng'} />
        <LabelButton action={actions.unsure} value="unsure" chosen={value === 'unsure'} />
      </div>
      <div className="label-line">
        <span className="note" role="status">
          {label === null || value === 'none'
            ? text.noLabel
            : label.origin === 'import'
              ? text.importedLabel
              : text.labelBy(label.reviewer)}
        </span>
        {(value === 'ng' || value === 'unsure') && (
          <Menu
            label={`${text.defectClass}: ${defect?.name ?? text.noClass}`}
            className="class-button"
            entries={[
              ...classes.map(({ id, name }) => ({
                id: String(id),
                label: name,
                perform: () => onLabel(value, id),
              })),
              {
                id: 'none',
                label: text.noClass,
                apart: classes.length > 0,
                perform: () => onLabel(value, null),
              },
              { id: 'new', label: text.addClass, perform: () => setNaming(true) },
            ]}
          >
            {defect?.name ?? text.noClass}
            <Icon name="more" />
          </Menu>
        )}
      </div>
      {value !== 'none' && (
        // Another image or another entry begins with its own text.
        <CommentField
          key={`${label?.imageId}/${label?.id}`}
          before={label?.comment ?? ''}
          onComment={onComment}
        />
      )}
      {last !== null && (
        <p className="last-label">
          <span title={last.name}>{text.last(last.name, '')}</span>
          <LabelChip value={last.value} />
          <Button
            kind="quiet"
            icon="undo"
            title={actions.undoLabel.label}
            onClick={() => actions.undoLabel.perform()}
          >
            {actions.undoLabel.label}
          </Button>
        </p>
      )}
      {naming && (
        <ClassDialog
          productId={productId}
          onClose={() => setNaming(false)}
          onAdded={(id) => {
            setNaming(false);
            onLabel(value === 'unsure' ? 'unsure' : 'ng', id);
          }}
        />
      )}
    </section>
  );
}

interface LabelButtonProps {
  action: Action;
  value: LabelValue;
  chosen: boolean;
}

function LabelButton({ action, value, chosen }: LabelButtonProps) {
  const [key] = useKeysOf(action);
  return (
    <button
      type="button"
      className={`label-button label-button-${value}`}
      aria-pressed={chosen}
      aria-keyshortcuts={key}
      onClick={() => action.perform()}
    >
      <LabelChip value={value} />
      {key !== undefined && <kbd aria-hidden="true">{keyCaps(key).join('+')}</kbd>}
    </button>
  );
}

interface CommentFieldProps {
  before: string;
  onComment: (comment: string) => void;
}

function CommentField({ before, onComment }: CommentFieldProps) {
  const [value, setValue] = useState(before);
  const keep = (): void => {
    if (value.trim() !== before) onComment(value.trim());
  };
  return (
    <textarea
      id={COMMENT_ID}
      className="field-box comment-field"
      rows={1}
      aria-label={text.comment}
      placeholder={text.comment}
      title={text.commentHint}
      maxLength={4000}
      value={value}
      onChange={({ target }) => setValue(target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}
