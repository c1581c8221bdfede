/** Why this file exists: the frame with the screen of the address in it, and what opens over it. */
import { useContext, useMemo, useState } from 'react';
import type { Action } from '../actions/action.ts';
import { ActionContext, useActions } from '../actions/use-actions.ts';
import { ErrorBoundary } from '../components/ErrorBoundary.tsx';
import { JobsDrawer } from '../features/jobs/JobsDrawer.tsx';
import { useAddress, goToAddress } from '../state/use-route.ts';
import { setPreferences, usePreferences } from '../state/use-preferences.ts';
import { strings } from '../strings/index.ts';
import { language } from '../strings/language.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { CurrentScreen } from './CurrentScreen.tsx';
import { Frame } from './Frame.tsx';
import { KeySheet } from './KeySheet.tsx';
import { nextTheme } from './theme.ts';

type Over = 'keys' | 'commands' | 'jobs' | null;

export function Shell() {
  const address = useAddress();
  const registry = useContext(ActionContext);
  const { theme } = usePreferences();
  const [over, setOver] = useState<Over>(null);
  /** Those of the screen underneath, from the moment the sheet was opened. */
  const [listed, setListed] = useState<readonly Action[]>([]);
  const close = (): void => setOver(null);

  const actions = useMemo(() => {
    const open = (what: Over): void => {
      setListed(registry.all());
      setOver(what);
    };
    return {
      palette: {
        id: 'palette',
        label: strings.actions.palette,
        group: 'general' as const,
        keys: ['Ctrl+K'],
        everywhere: true,
        perform: () => open('commands'),
      },
      keySheet: {
        id: 'key-sheet',
        label: strings.actions.keySheet,
        group: 'general' as const,
        keys: ['?'],
        perform: () => open('keys'),
      },
      jobs: {
        id: 'jobs',
        label: strings.actions.jobs,
        group: 'general' as const,
        keys: ['Shift+J'],
        perform: () => open('jobs'),
      },
      theme: {
        id: 'theme',
        label: strings.theme[theme],
        group: 'general' as const,
        keys: ['Shift+T'],
        perform: () => nextTheme(theme),
      },
      language: {
        id: 'language',
        label: strings.actions.language,
        group: 'general' as const,
        keys: [],
        perform: () => setPreferences({ language: language() === 'de' ? 'en' : 'de' }),
      },
      reports: {
        id: 'reports',
        label: strings.actions.reports,
        group: 'navigate' as const,
        keys: ['Shift+R'],
        perform: () => goToAddress('#/reports'),
      },
    };
  }, [registry, theme]);
  const list = useMemo(() => Object.values(actions), [actions]);
  useActions(list);

  return (
    <>
      <Frame address={address} actions={actions} themeIcon={theme}>
        <ErrorBoundary key={`${address.productId ?? ''}/${address.screen}`}>
          <CurrentScreen address={address} />
        </ErrorBoundary>
      </Frame>
      {over === 'keys' && <KeySheet actions={listed} onClose={close} />}
      {over === 'commands' && <CommandPalette address={address} actions={listed} onClose={close} />}
      {over === 'jobs' && <JobsDrawer onClose={close} />}
    </>
  );
}
