/** Why this file exists: what every screen stands on: answers, actor, keys, language, theme. */
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createActionRegistry } from '../actions/registry.ts';
import { ActionContext, BindingsContext, useKeyboard } from '../actions/use-actions.ts';
import { useDesktopMenu } from '../actions/use-desktop-menu.ts';
import { LiveRegion, Toasts } from '../components/Toasts.tsx';
import { createQueryClient } from '../state/queries.ts';
import { useFreshness } from '../state/use-freshness.ts';
import { useBindings } from '../state/use-bindings.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { locale, resolveLanguage, setLanguage, useLanguage } from '../strings/language.ts';
import { ActorProvider } from './ActorProvider.tsx';
import { Shell } from './Shell.tsx';
import { useTheme } from './theme.ts';

export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <Speaking />
    </QueryClientProvider>
  );
}

/** A change of language draws everything anew; what is on screen is in the address. */
function Speaking() {
  const { language: choice } = usePreferences();
  const language = useLanguage();
  useEffect(() => setLanguage(resolveLanguage(choice, navigator.languages)), [choice]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider key={language} locale={locale()}>
      <Standing />
    </I18nProvider>
  );
}

function Standing() {
  const [registry] = useState(createActionRegistry);
  const bindings = useBindings();
  useTheme();
  useFreshness();
  useKeyboard(registry, bindings);
  useDesktopMenu(registry, bindings);
  return (
    <ActionContext value={registry}>
      <BindingsContext value={bindings}>
        <ActorProvider>
          <Shell />
          <Toasts />
          <LiveRegion />
        </ActorProvider>
      </BindingsContext>
    </ActionContext>
  );
}
