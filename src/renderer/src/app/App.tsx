/** Why this file exists: chooses the screen by the address and keeps the frame around it. */
import { useMemo, useState } from 'react';
import type { Action } from '../actions/action.ts';
import { createActionRegistry, type ActionRegistry } from '../actions/registry.ts';
import { ActionContext, useActions, useKeyboard } from '../actions/use-actions.ts';
import { ErrorBoundary } from '../components/ErrorBoundary.tsx';
import { ErrorNotice, LoadingNotice } from '../components/Notice.tsx';
import { ReportScreen } from '../features/reports/ReportScreen.tsx';
import { ReportsScreen } from '../features/reports/ReportsScreen.tsx';
import { useRequest } from '../state/client-context.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { DEFAULT_VIEW, type Route } from '../state/route.ts';
import { goTo, useRoute } from '../state/use-route.ts';
import { strings } from '../strings/index.ts';
import { Frame } from './Frame.tsx';
import { KeySheet } from './KeySheet.tsx';
import { nextTheme, useTheme } from './theme.ts';

export function App() {
  const [registry] = useState(createActionRegistry);
  return (
    <ActionContext value={registry}>
      <Screens registry={registry} />
    </ActionContext>
  );
}

function Screens({ registry }: { registry: ActionRegistry }) {
  const route = useRoute();
  const [keySheet, setKeySheet] = useState<readonly Action[] | null>(null);
  const { theme } = usePreferences();
  useTheme();
  useKeyboard(registry, keySheet !== null);

  const actions = useMemo(
    () => ({
      reports: {
        id: 'reports',
        label: strings.actions.reports,
        group: 'general' as const,
        keys: ['Shift+R'],
        perform: () => goTo({ screen: 'reports' }),
      },
      keySheet: {
        id: 'key-sheet',
        label: strings.actions.keySheet,
        group: 'general' as const,
        keys: ['?'],
        perform: () => setKeySheet(registry.all()),
      },
      theme: {
        id: 'theme',
        label: strings.theme[theme],
        group: 'general' as const,
        keys: ['Shift+T'],
        perform: () => nextTheme(theme),
      },
    }),
    [registry, theme],
  );
  const list = useMemo(() => Object.values(actions), [actions]);
  useActions(list);

  const status = useRequest('system.status', {});
  const screen = useScreen(route);
  return (
    <>
      <Frame
        status={status.value}
        report={screen.report}
        actions={actions}
        themeIcon={theme === 'system' ? 'system' : theme}
      >
        <ErrorBoundary key={route.screen === 'reports' ? 'reports' : 'report'}>
          {screen.element}
        </ErrorBoundary>
      </Frame>
      {keySheet !== null && <KeySheet actions={keySheet} onClose={() => setKeySheet(null)} />}
    </>
  );
}

/** The screen of a route, and the report it is about (for the header). */
function useScreen(route: Route) {
  const list = useRequest('reports.list', {});
  const newest = list.value?.reports[0]?.id;
  const id = route.screen === 'report' ? route.id : route.screen === 'start' ? newest : undefined;
  const report = useRequest('reports.get', id === undefined ? null : { id });
  if (id === undefined) {
    if (list.value === null && list.error === null) {
      return { report: null, element: <LoadingNotice /> };
    }
    return { report: null, element: <ReportsScreen list={list} /> };
  }
  if (report.value !== null) {
    const shown = route.screen === 'report' ? route : { image: null, view: DEFAULT_VIEW };
    const element = (
      <ReportScreen key={id} report={report.value} image={shown.image} view={shown.view} />
    );
    return { report: report.value, element };
  }
  const element =
    report.error === null ? (
      <LoadingNotice />
    ) : (
      <ErrorNotice error={report.error} onRetry={report.reload} />
    );
  return { report: null, element };
}
