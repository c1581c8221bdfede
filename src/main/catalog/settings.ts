/**
 * Why this file exists: settings by name. Those of taste (`ui.` and `views.`) are just stored; any
 * other changes what Loupe does and goes into the audit trail.
 */
import { ActorSchema } from '../../shared/entities/common.ts';
import type { Json } from '../../shared/entities/common.ts';
import { SettingNameSchema } from '../../shared/contract/system.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';

/** A setting is a choice, not a file. In characters of its JSON. */
const LONGEST_VALUE = 256 * 1024;
const OF_TASTE = /^(ui|views)\./;

interface SettingRow {
  name: string;
  value: string;
}

/** Every setting whose name begins with `prefix`, by name. */
export function settingsWith(catalog: ReadableCatalog, prefix: string): Record<string, Json> {
  const rows = catalog.all<SettingRow>(
    'SELECT name, value FROM setting WHERE substr(name, 1, length(?)) = ? ORDER BY name',
    prefix,
    prefix,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Json]));
}

/** One setting; null where it is not set. */
export function getSetting(catalog: ReadableCatalog, name: string): Json {
  const row = catalog.get<SettingRow>('SELECT name, value FROM setting WHERE name = ?', name);
  return row ? (JSON.parse(row.value) as Json) : null;
}

/**
 * Sets a setting, or takes it away with null. A value that is there already changes nothing.
 * @throws LoupeError `usage` for a name or a value that cannot be one
 */
export function setSetting(
  catalog: WritableCatalog,
  { name, value, actor }: { name: string; value: Json; actor: string },
): void {
  const key = checked(SettingNameSchema, name, 'The setting');
  const who = checked(ActorSchema, actor, 'The setting');
  const text = canonicalJson(value);
  if (text.length > LONGEST_VALUE) {
    throw new LoupeError(
      'usage',
      `The setting ${key} is too long to be kept (${text.length} characters).`,
      `Shorten it to ${LONGEST_VALUE} characters.`,
    );
  }
  const ofTaste = OF_TASTE.test(key);
  catalog.transaction(ofTaste ? 'kill' : 'power-cut', () => {
    const old = getSetting(catalog, key);
    if (canonicalJson(old) === text) return;
    if (value === null) catalog.run('DELETE FROM setting WHERE name = ?', key);
    else {
      catalog.run(
        `INSERT INTO setting (name, value, actor, at) VALUES (?, ?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value, actor = excluded.actor,
             at = excluded.at`,
        key,
        text,
        who,
        catalog.now(),
      );
    }
    if (ofTaste) return;
    appendAudit(catalog, {
      actor: who,
      action: 'setting.changed',
      subject: `setting ${key}`,
      old,
      new: value,
      reason: '',
    });
  });
}
