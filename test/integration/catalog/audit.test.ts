/** Why this file exists: whoever changes the trail behind Loupe's back is found, with the place. */
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  appendAudit,
  AUDIT_START,
  auditContains,
  auditHash,
  listAudit,
  verifyAudit,
} from '../../../src/main/catalog/audit.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { opened } from './support.ts';

function withTrail(count: number): Catalog {
  const catalog = opened();
  for (let i = 1; i <= count; i++) {
    catalog.transaction('power-cut', () =>
      appendAudit(catalog, {
        actor: 'Ada',
        action: 'tried',
        subject: `thing ${i % 2}`,
        old: { value: i - 1 },
        new: { value: i, list: [1.5, null, 'ü'] },
        reason: `because ${i}`,
      }),
    );
  }
  return catalog;
}

/** Changes the file as an intruder would: past the application and without the triggers. */
function tamper(catalog: Catalog, sql: string): void {
  const db = new BetterSqlite3(catalog.file);
  try {
    for (const name of ['audit_chained', 'audit_unchanged', 'audit_kept']) {
      db.exec(`DROP TRIGGER ${name}`);
    }
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
  } finally {
    db.close();
  }
}

describe('audit trail', () => {
  it('is a chain from its start to its head', () => {
    const catalog = withTrail(4);
    const [newest] = listAudit(catalog);
    expect(verifyAudit(catalog)).toEqual({
      ok: true,
      entries: 4,
      head: newest!.hash,
      broken: null,
    });
    const { hash, ...unsealed } = newest!;
    expect(auditHash(unsealed)).toBe(hash);
    expect(auditContains(catalog, hash)).toBe(true);
    expect(auditContains(catalog, 'f'.repeat(64))).toBe(false);
  });

  it('is whole when it is empty', () => {
    expect(verifyAudit(opened())).toEqual({
      ok: true,
      entries: 0,
      head: AUDIT_START,
      broken: null,
    });
  });

  it('is read page by page and by subject', () => {
    const catalog = withTrail(5);
    expect(listAudit(catalog, { limit: 2 }).map(({ number }) => number)).toEqual([5, 4]);
    expect(listAudit(catalog, { limit: 2, before: 4 }).map(({ number }) => number)).toEqual([3, 2]);
    expect(listAudit(catalog, { subject: 'thing 0' }).map(({ number }) => number)).toEqual([4, 2]);
  });

  it.each([
    ["UPDATE audit SET actor = 'Bob' WHERE number = 3", 3, 'was changed'],
    [`UPDATE audit SET new = '{"value":4}' WHERE number = 2`, 2, 'was changed'],
    ['UPDATE audit SET at = at + 1 WHERE number = 5', 5, 'was changed'],
    ['DELETE FROM audit WHERE number = 1', 2, 'entry 1 is missing'],
    ['DELETE FROM audit WHERE number = 4', 5, 'entry 4 is missing'],
    ['UPDATE audit SET hash = lower(hex(randomblob(32))) WHERE number = 4', 4, 'was changed'],
    [
      'UPDATE audit SET previous_hash = lower(hex(randomblob(32))) WHERE number = 4',
      4,
      'does not continue',
    ],
  ])('locates the break after %s', (sql, number, problem) => {
    const catalog = withTrail(5);
    tamper(catalog, sql);
    const check = verifyAudit(catalog);
    expect(check).toMatchObject({ ok: false, broken: { number } });
    expect(check.broken?.problem).toContain(problem);
  });

  it('shows a cut end only against a head noted before', () => {
    const catalog = withTrail(5);
    const { head } = verifyAudit(catalog);
    tamper(catalog, 'DELETE FROM audit WHERE number = 5');
    expect(verifyAudit(catalog).ok).toBe(true);
    expect(auditContains(catalog, head)).toBe(false);
  });

  it('is written only together with a change that outlives a power cut', () => {
    const catalog = opened();
    const entry = { actor: 'A', action: 'b', subject: 'c', old: null, new: null, reason: '' };
    expect(() => catalog.transaction('kill', () => appendAudit(catalog, entry))).toThrow(
      'power cut',
    );
    expect(() =>
      catalog.transaction('power-cut', () => {
        appendAudit(catalog, entry);
        throw new Error('the change itself failed');
      }),
    ).toThrow('the change itself failed');
    expect(listAudit(catalog)).toEqual([]);
  });
});
