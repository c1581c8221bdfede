/** Why this file exists: saved filters as settings: `views.<product>-<number>`. Pure. */
import type { Json } from '../../../../shared/entities/common.ts';

export interface SavedView {
  setting: string;
  name: string;
  /** The view's part of the address. */
  query: string;
}

export function savedPrefix(productId: number): string {
  return `views.${productId}-`;
}

/** Saved views among settings, by name; what is none is left out. */
export function parseSaved(settings: Readonly<Record<string, Json>>): SavedView[] {
  return Object.entries(settings)
    .flatMap(([setting, value]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      const { name, query } = value;
      return typeof name === 'string' && typeof query === 'string'
        ? [{ setting, name, query }]
        : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A setting's name that none of `saved` has. */
export function savedName(productId: number, saved: readonly SavedView[]): string {
  const used = saved.map(({ setting }) => Number(/-(\d+)$/.exec(setting)?.[1] ?? 0));
  return `${savedPrefix(productId)}${Math.max(0, ...used) + 1}`;
}
