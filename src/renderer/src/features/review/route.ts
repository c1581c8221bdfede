/** Why this file exists: the address of review: one image, and the gallery's view one walks through. */
import { idFrom, pageRoute } from '../../state/page-route.ts';
import { viewFrom, viewParts, type GalleryView } from '../gallery/view.ts';

export interface ReviewState {
  /** Null: where to begin is still to be found out. */
  image: number | null;
  view: GalleryView;
}

export const reviewRoute = pageRoute<ReviewState>({
  screen: 'review',
  scope: 'product',
  parse: ({ rest, query }) => {
    const image = idFrom(rest[0]);
    const view = viewFrom(query);
    // Opened from the rail: what nobody has looked at yet.
    const fresh = image === null && [...query.keys()].length === 0;
    return { image, view: fresh ? { ...view, filter: { reviewed: false } } : view };
  },
  format: ({ image, view }) => ({
    rest: image === null ? [] : [image],
    query: viewParts(view),
  }),
});
