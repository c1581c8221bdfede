/** Why this file exists: adding up what vitest's JSON reports and the other checks found. */

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Full names of the skipped tests, so that none is left out unseen. */
  skippedNames: string[];
}

/** What is used of vitest's JSON report. */
export interface VitestReport {
  testResults: {
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

/**
 * Counts of one vitest run. A file that does not load, and a run that fails without a failing
 * test (an unhandled error, a crash), count as failures, so that none is ever lost.
 *
 * @param report undefined when vitest wrote none
 * @param exitCode of vitest, or the signal that ended it
 */
export function countsOf(report: VitestReport | undefined, exitCode: number | string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  for (const { status: file, assertionResults: tests } of report?.testResults ?? []) {
    if (file === 'failed' && tests.every(({ status }) => status !== 'failed')) counts.failed++;
    for (const { status, fullName } of tests) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else {
        counts.skipped++;
        counts.skippedNames.push(fullName);
      }
    }
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

export function addCounts(list: readonly Counts[]): Counts {
  const sum = (pick: (counts: Counts) => number) =>
    list.reduce((total, counts) => total + pick(counts), 0);
  return {
    passed: sum((counts) => counts.passed),
    failed: sum((counts) => counts.failed),
    skipped: sum((counts) => counts.skipped),
    skippedNames: list.flatMap((counts) => counts.skippedNames),
  };
}

/** The line that `npm test` and `.ci/run` end with. */
export function lastLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
