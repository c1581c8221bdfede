/** Why this file exists: SQL put together from pieces, each with its own bound values. */
import type { SqlValue } from './catalog.ts';

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  text: string;
  values: SqlValue[];
}

/** A piece with its values. */
export function is(text: string, ...values: SqlValue[]): Sql {
  return { text, values };
}

/** True for any of the values. */
export function isOneOf(column: string, values: readonly SqlValue[]): Sql {
  return { text: `${column} IN (${values.map(() => '?').join(', ')})`, values: [...values] };
}

/** Conditions that must all hold. */
export function conjunction(terms: readonly Sql[]): Sql {
  return {
    text: terms.map(({ text }) => text).join(' AND '),
    values: terms.flatMap(({ values }) => values),
  };
}

/** Text stays text, numbers become bound values, a list of conditions is joined by AND. */
export function all(texts: TemplateStringsArray, ...holes: (string | number | Sql | Sql[])[]): Sql {
  const values: SqlValue[] = [];
  const text = texts.reduce((sofar, next, i) => {
    const hole = holes[i - 1]!;
    if (typeof hole === 'string') return sofar + hole + next;
    const piece =
      typeof hole === 'number' ? is('?', hole) : Array.isArray(hole) ? conjunction(hole) : hole;
    values.push(...piece.values);
    return sofar + piece.text + next;
  });
  return { text, values };
}
