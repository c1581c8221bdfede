/** Why this file exists: the address of the gallery: its view, and the image one was at. */
import { idFrom, pageRoute } from '../../state/page-route.ts';
import { DEFAULT_VIEW, viewFrom, viewParts, type GalleryView } from './view.ts';

export interface GalleryState {
  view: GalleryView;
  /** The image that has the keyboard; null: the first. */
  at: number | null;
}

export const galleryRoute = pageRoute<GalleryState>({
  screen: 'gallery',
  scope: 'product',
  parse: ({ query }) => ({ view: viewFrom(query), at: idFrom(query.get('at')) }),
  format: ({ view, at }) => ({ query: { ...viewParts(view), at: at ?? undefined } }),
});

/** The gallery's address with some of its view set: what other screens link to. */
export function galleryAddress(productId: number, view: Partial<GalleryView>): string {
  return galleryRoute.address(productId, { view: { ...DEFAULT_VIEW, ...view }, at: null });
}
