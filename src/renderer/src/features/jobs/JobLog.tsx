/** Why this file exists: what a job noted, line by line; the newest in view while it runs. */
import { useEffect, useRef } from 'react';
import type { RunLogLine } from '../../../../shared/entities/run.ts';
import { LoadingNotice, ErrorLine } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { locale } from '../../strings/language.ts';
import { text } from './strings.ts';

const LIVE_MS = 2000;

export function JobLog({ runId, live }: { runId: number; live: boolean }) {
  const { data: lines, error } = useQueryOf(
    'jobs.log',
    { runId, after: 0 },
    live ? { every: LIVE_MS } : {},
  );
  const list = useRef<HTMLOListElement>(null);
  const count = lines?.length ?? 0;
  useEffect(() => {
    const element = list.current;
    if (live && element !== null) element.scrollTop = element.scrollHeight;
  }, [live, count]);
  if (lines === undefined) return error === null ? <LoadingNotice /> : <ErrorLine error={error} />;
  if (lines.length === 0) return <p className="note job-log-none">{text.logNone}</p>;
  return (
    <ol className="job-log" ref={list} tabIndex={0} aria-label={text.log}>
      {lines.map((line) => (
        <Line key={line.number} line={line} />
      ))}
    </ol>
  );
}

function Line({ line }: { line: RunLogLine }) {
  const time = new Date(line.at).toLocaleTimeString(locale());
  return (
    <li data-level={line.level}>
      <time>{time}</time> {line.level === 'info' ? '' : '⚠ '}
      {line.text}
    </li>
  );
}
