/** Why this file exists: the address of training: a version to begin with, or a run to look at. */
import { idFrom, pageRoute } from '../../state/page-route.ts';

export interface TrainingState {
  /** The run on screen; null: the form for a new one, and the list of those before. */
  run: number | null;
  /** The version to train on; null: the newest. */
  version: number | null;
}

export const trainingRoute = pageRoute<TrainingState>({
  screen: 'training',
  scope: 'product',
  parse: ({ rest, query }) => ({ run: idFrom(rest[0]), version: idFrom(query.get('version')) }),
  format: ({ run, version }) => ({
    rest: run === null ? [] : [run],
    query: { version: version ?? undefined },
  }),
});

/** The form, set to a version. */
export function trainingAddress(productId: number, version: number | null = null): string {
  return trainingRoute.address(productId, { run: null, version });
}

export function trainingRunAddress(productId: number, run: number): string {
  return trainingRoute.address(productId, { run, version: null });
}
