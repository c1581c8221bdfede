/** Why this file exists: bytes of images and maps, with the typed error where they cannot be had. */
import { MAP_HEIGHT_HEADER, MAP_WIDTH_HEADER } from '../../../shared/media.ts';
import { strings } from '../strings/index.ts';
import { RequestError } from '../transport/client.ts';
import type { AnomalyMap } from './map-messages.ts';

/**
 * Fetches bytes. @throws RequestError what the server says, or that it does not answer; an
 * AbortError when `signal` ends it
 */
export async function fetchMedia(url: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RequestError({
      code: strings.state.lostCode,
      sentence: strings.state.mediaFailed,
      nextStep: strings.state.mediaFailedNext,
    });
  }
  if (response.ok) return response;
  throw new RequestError((await response.json()) as ConstructorParameters<typeof RequestError>[0]);
}

/** The map of an answer. */
export async function readMap(response: Response): Promise<AnomalyMap> {
  const width = Number(response.headers.get(MAP_WIDTH_HEADER));
  const height = Number(response.headers.get(MAP_HEIGHT_HEADER));
  return { width, height, values: new Float32Array(await response.arrayBuffer()) };
}
