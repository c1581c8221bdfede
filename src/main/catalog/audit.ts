/**
 * Why this file exists: the audit trail. Each entry carries a hash over itself and over the hash
 * of the entry before, so that no entry can be changed, removed or put in without the change
 * showing. Cutting off the newest entries shows only against a head hash noted elsewhere.
 */
import { AuditEntrySchema, NewAuditEntrySchema } from '../../shared/entities/audit.ts';
import type { AuditCheck, AuditEntry, NewAuditEntry } from '../../shared/entities/audit.ts';
import type { Json } from '../../shared/entities/common.ts';
import { messageOf } from '../../shared/errors.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked, sha256 } from './checked.ts';

/** What the first entry continues. */
export const AUDIT_START = '0'.repeat(64);

interface AuditRow {
  number: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  old: string;
  new: string;
  reason: string;
  previous_hash: string;
  hash: string;
}

/** The hash of an entry: SHA-256 over the canonical JSON of all its other fields. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { number, at, actor, action, subject, old, new: now, reason, previousHash } = entry;
  return sha256(
    canonicalJson({ number, at, actor, action, subject, old, new: now, reason, previousHash }),
  );
}

/**
 * Continues the trail; part of the transaction that makes the change it tells of, which must be a
 * `power-cut` one.
 * @throws LoupeError `usage` for a blank actor, action or subject
 */
export function appendAudit(catalog: WritableCatalog, entry: NewAuditEntry): AuditEntry {
  if (catalog.durability !== 'power-cut') {
    throw new Error('An audit entry is written only in a transaction that outlives a power cut.');
  }
  const values = checked(NewAuditEntrySchema, entry, 'The audit entry');
  const last = catalog.get<Pick<AuditRow, 'number' | 'hash'>>(
    'SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1',
  );
  const unsealed = {
    ...values,
    number: (last?.number ?? 0) + 1,
    at: catalog.now(),
    previousHash: last?.hash ?? AUDIT_START,
  };
  const sealed: AuditEntry = { ...unsealed, hash: auditHash(unsealed) };
  catalog.run(
    `INSERT INTO audit
       (number, at, actor, action, subject, old, new, reason, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    sealed.number,
    sealed.at,
    sealed.actor,
    sealed.action,
    sealed.subject,
    canonicalJson(sealed.old),
    canonicalJson(sealed.new),
    sealed.reason,
    sealed.previousHash,
    sealed.hash,
  );
  return sealed;
}

/** Reads the whole trail and locates the first broken link. Reports it; throws nothing for it. */
export function verifyAudit(catalog: ReadableCatalog): AuditCheck {
  let head = AUDIT_START;
  let entries = 0;
  for (const row of catalog.each<AuditRow>('SELECT * FROM audit ORDER BY number')) {
    entries += 1;
    const problem = problemOf(row, entries, head);
    if (problem !== undefined) {
      return { ok: false, entries, head, broken: { number: row.number, problem } };
    }
    head = row.hash;
  }
  return { ok: true, entries, head, broken: null };
}

/** True when an entry with this hash is in the trail (a head noted earlier still must be). */
export function auditContains(catalog: ReadableCatalog, hash: string): boolean {
  return catalog.get('SELECT 1 FROM audit WHERE hash = ?', hash) !== undefined;
}

export interface AuditQuery {
  /** Only entries about this subject. */
  subject?: string;
  /** Only entries with a lower number (the page after). */
  before?: number;
  limit?: number;
}

/** Entries, the newest first. */
export function listAudit(
  catalog: ReadableCatalog,
  { subject, before = Number.MAX_SAFE_INTEGER, limit = 200 }: AuditQuery = {},
): AuditEntry[] {
  const rows =
    subject === undefined
      ? catalog.all<AuditRow>(
          'SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?',
          before,
          limit,
        )
      : catalog.all<AuditRow>(
          'SELECT * FROM audit WHERE subject = ? AND number < ? ORDER BY number DESC LIMIT ?',
          subject,
          before,
          limit,
        );
  return rows.map(entryOf);
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    number: row.number,
    at: row.at,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    old: JSON.parse(row.old) as Json,
    new: JSON.parse(row.new) as Json,
    reason: row.reason,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

function problemOf(row: AuditRow, expected: number, head: string): string | undefined {
  if (row.number !== expected) return `entry ${expected} is missing`;
  if (row.previous_hash !== head) return 'it does not continue the entry before it';
  try {
    const entry = AuditEntrySchema.parse(entryOf(row));
    if (auditHash(entry) !== row.hash) return 'it was changed after it was written';
  } catch (error) {
    return `it cannot be read: ${messageOf(error)}`;
  }
  return undefined;
}
