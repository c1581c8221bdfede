/** Why this file exists: the address of the inspection screens: the line, or its golden parts. */
import { idFrom, pageRoute } from '../../state/page-route.ts';

export interface InspectState {
  view: 'line' | 'golden';
  /** A part of the strip that is looked at; null: the latest. */
  part: number | null;
}

export const inspectRoute = pageRoute<InspectState>({
  screen: 'inspect',
  scope: 'product',
  parse: ({ rest, query }) => ({
    view: rest[0] === 'golden' ? 'golden' : 'line',
    part: idFrom(query.get('part')),
  }),
  format: ({ view, part }) => ({
    rest: view === 'line' ? [] : [view],
    query: { part: part ?? undefined },
  }),
});
