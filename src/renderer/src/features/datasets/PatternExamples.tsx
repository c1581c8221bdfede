/** Why this file exists: what a pattern reads from a few names of the folder, as it is typed. */
import { compilePattern } from '../../../../shared/file-pattern.ts';
import { LoupeError } from '../../../../shared/errors.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { text } from './strings.ts';

const SHOWN = 5;

interface PatternExamplesProps {
  pattern: string;
  /** Paths relative to the folder. */
  examples: readonly string[];
}

export function PatternExamples({ pattern, examples }: PatternExamplesProps) {
  const words = text.import;
  if (pattern.trim() === '') return null;
  const read = compiled(pattern);
  if (read instanceof LoupeError) return <ErrorLine error={read} />;
  return (
    <table className="table examples-table">
      <caption className="visually-hidden">{words.patternExamples}</caption>
      <thead>
        <tr>
          <th scope="col">{words.patternFile}</th>
          <th scope="col">{words.patternLabel}</th>
          <th scope="col">{words.patternPart}</th>
        </tr>
      </thead>
      <tbody>
        {examples.slice(0, SHOWN).map((path) => {
          const name = path.slice(path.lastIndexOf('/') + 1);
          const parts = read(name);
          return (
            <tr key={path}>
              <th scope="row" title={path}>
                {name}
              </th>
              {parts === undefined ? (
                <td colSpan={2} className="example-miss">
                  {words.patternMisses}
                </td>
              ) : (
                <>
                  <td>{parts.label ?? '–'}</td>
                  <td>{parts.part ?? '–'}</td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function compiled(pattern: string): ReturnType<typeof compilePattern> | LoupeError {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof LoupeError) return error;
    throw error;
  }
}
