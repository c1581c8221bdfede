/** Why this file exists: the audit trail, newest first, page by page, and whether it is whole. */
import { useState } from 'react';
import type { AuditCheck, AuditEntry } from '../../../../shared/entities/audit.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { ErrorLine, ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { notifyError } from '../../state/actor.ts';
import { announce } from '../../state/notices.ts';
import { useMutationOf, useQueryOf } from '../../state/queries.ts';
import { text } from './strings.ts';

const PAGE = 100;

export function AuditPart() {
  const words = text.audit;
  const newest = useQueryOf('audit.page', { limit: PAGE });
  const verify = useMutationOf('audit.verify');
  if (newest.data === undefined) {
    if (newest.error === null) return <LoadingNotice />;
    return <ErrorNotice error={newest.error} onRetry={() => void newest.refetch()} />;
  }
  if (newest.data.length === 0) return <Notice icon="lock" title={words.none} />;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {words.title} <span className="lead">· {words.lead}</span>
        </h2>
        <Button
          icon="lock"
          busy={verify.isPending}
          onClick={() =>
            verify.mutate(
              {},
              {
                onError: notifyError,
                onSuccess: (check) => {
                  if (check.ok) announce(words.whole(formatInteger(check.entries)));
                },
              },
            )
          }
        >
          {words.verify}
        </Button>
      </div>
      {verify.data !== undefined && <Check check={verify.data} />}
      <div className="table-panel" tabIndex={0} role="region" aria-label={words.title}>
        <table className="table audit-table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {words.number}
              </th>
              <th scope="col">{words.at}</th>
              <th scope="col">{words.actor}</th>
              <th scope="col">{words.action}</th>
              <th scope="col">{words.subject}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.change}</th>
            </tr>
          </thead>
          <Entries entries={newest.data} />
          <Older entries={newest.data} />
        </table>
      </div>
    </section>
  );
}

function Check({ check }: { check: AuditCheck }) {
  const words = text.audit;
  const { broken } = check;
  if (broken !== null) {
    return (
      <ErrorLine
        error={{
          message: words.broken(formatInteger(broken.number), broken.problem),
          nextStep: words.brokenNext,
        }}
      />
    );
  }
  return (
    <p className="fine-line" role="status">
      <Icon name="check" />
      <span>
        {words.whole(formatInteger(check.entries))}{' '}
        <span className="note">
          {words.head}: <code>{check.head.slice(0, 16)}</code>
        </span>
      </span>
    </p>
  );
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <tbody>
      {entries.map((entry) => (
        <Row key={entry.number} entry={entry} />
      ))}
    </tbody>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const words = text.audit;
  const empty = entry.old === null && entry.new === null;
  return (
    <tr>
      <th scope="row" className="number">
        {formatInteger(entry.number)}
      </th>
      <td className="nowrap">{formatTime(entry.at)}</td>
      <td className="path-cell">{entry.actor}</td>
      <td>
        <code>{entry.action}</code>
      </td>
      <td>{entry.subject}</td>
      <td className="path-cell">{entry.reason === '' ? '–' : entry.reason}</td>
      <td>
        {!empty && (
          <details className="audit-change">
            <summary>{words.details}</summary>
            <dl>
              <dt>{words.old}</dt>
              <dd>
                <code>{shortJson(entry.old)}</code>
              </dd>
              <dt>{words.new}</dt>
              <dd>
                <code>{shortJson(entry.new)}</code>
              </dd>
            </dl>
          </details>
        )}
      </td>
    </tr>
  );
}

/** An entry about thousands of images would fill the screen many times over. */
const MOST_CHARACTERS = 2000;

function shortJson(value: AuditEntry['old']): string {
  const whole = JSON.stringify(value);
  return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)} …` : whole;
}

/** Whatever lies before these entries, one page at a time. */
function Older({ entries }: { entries: readonly AuditEntry[] }) {
  const [open, setOpen] = useState(false);
  const words = text.audit;
  const last = entries.at(-1)?.number ?? 1;
  const { data, error } = useQueryOf('audit.page', open ? { before: last, limit: PAGE } : null);
  if (data !== undefined && data.length > 0) {
    return (
      <>
        <Entries entries={data} />
        <Older entries={data} />
      </>
    );
  }
  return (
    <tbody>
      <tr>
        <td colSpan={7} className="audit-foot">
          {last <= 1 ? (
            <span className="note">{words.end}</span>
          ) : (
            <Button busy={open && error === null} onClick={() => setOpen(true)}>
              {words.older}
            </Button>
          )}
          {error !== null && <ErrorLine error={error} />}
        </td>
      </tr>
    </tbody>
  );
}
