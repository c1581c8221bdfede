/** Why this file exists: one click from an empty catalog to a product that the sample is imported into. */
import { useActor, useChange, notifyError } from '../../state/actor.ts';
import { useMutationOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { IMPORT_START, importRoute } from '../datasets/import-route.ts';
import { text } from './strings.ts';

/** Draws the sample on this machine, adds a product for it and opens its import. */
export function useSample(): { begin: () => Promise<void>; isPending: boolean } {
  const actor = useActor();
  const draw = useMutationOf('samples.draw');
  const add = useChange('products.add');
  const begin = async (): Promise<void> => {
    // Asked for first: what is drawn for nothing would only take room.
    if ((await actor.ask()) === null) return;
    const drawn = await draw.mutateAsync({}).catch((error: unknown) => {
      notifyError(error as Parameters<typeof notifyError>[0]);
      return null;
    });
    if (drawn === null) return;
    const product = await add.run({ name: text.welcome.sampleName, note: '' });
    if (product === null) return;
    goToAddress(importRoute.address(product.id, { ...IMPORT_START, folder: drawn.folder }));
  };
  return { begin, isPending: draw.isPending || add.isPending };
}
