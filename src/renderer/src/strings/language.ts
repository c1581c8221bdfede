/** Why this file exists: which language the screens speak; everything that shows words asks here. */
import { useSyncExternalStore } from 'react';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a person may choose; `system` follows the browser. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** For numbers and dates. English dates are written day first. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

const listeners = new Set<() => void>();
let current: Language = 'en';

export function language(): Language {
  return current;
}

/** The BCP 47 tag for `Intl` and for widgets. */
export function locale(): string {
  return LOCALES[current];
}

export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** The language for a choice, where the browser prefers `preferred`, best first. */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  for (const tag of preferred) {
    const known = LANGUAGES.find((one) => tag.toLowerCase().split('-')[0] === one);
    if (known !== undefined) return known;
  }
  return 'en';
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, language);
}
