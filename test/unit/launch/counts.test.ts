import { describe, expect, it } from 'vitest';
import { addCounts, countsOf, lastLine } from '../../support/counts.ts';

const test = (status: string) => ({ status, fullName: `a ${status} test` });

describe('the counts of npm test', () => {
  it('adds up suites and names what was skipped', () => {
    const unit = countsOf(
      { testResults: [{ status: 'passed', assertionResults: [test('passed'), test('skipped')] }] },
      0,
    );
    const e2e = countsOf(
      { testResults: [{ status: 'failed', assertionResults: [test('failed'), test('passed')] }] },
      1,
    );
    const total = addCounts([unit, e2e]);
    expect(lastLine(total)).toBe('2 passed, 1 failed, 1 skipped');
    expect(total.skippedNames).toEqual(['a skipped test']);
  });

  it('leaves skips out of the line when there are none', () => {
    expect(lastLine({ passed: 5, failed: 0, skipped: 0, skippedNames: [] })).toBe(
      '5 passed, 0 failed',
    );
  });

  it('counts a file that does not load, a crash and an unhandled error as failures', () => {
    expect(countsOf({ testResults: [{ status: 'failed', assertionResults: [] }] }, 1).failed).toBe(
      1,
    );
    expect(countsOf(undefined, 'SIGSEGV').failed).toBe(1);
    const passing = { testResults: [{ status: 'passed', assertionResults: [test('passed')] }] };
    expect(countsOf(passing, 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});
