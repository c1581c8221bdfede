/** Why this file exists: light, dark, or as the system is; the style sheet reads `data-theme`. */
import { useEffect } from 'react';
import { THEMES } from '../state/preferences.ts';
import { setPreferences, usePreferences } from '../state/use-preferences.ts';

/** Keeps the document's theme in step with the preference. */
export function useTheme(): void {
  const { theme } = usePreferences();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

/** System, light, dark, and round again. */
export function nextTheme(theme: (typeof THEMES)[number]): void {
  setPreferences({ theme: THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system' });
}
