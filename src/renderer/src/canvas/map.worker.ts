/** Why this file exists: colouring and contouring maps off the page's thread. */
import { clippedShares, colourise, overlayTable } from '../../../shared/colour/maps.ts';
import { regionsAbove } from '../../../shared/metrics/components.ts';
import { contourSegments } from './contour.ts';
import type { MapJobs } from './map-messages.ts';
import { serveJobs, type JobRequest } from './worker-client.ts';

/** A mask's outline is drawn on screen: more points than this a side are not seen. */
const MAX_OUTLINE_SIDE = 1024;

function colour({
  map,
  colours,
  low,
  high,
}: MapJobs['colourise']['input']): MapJobs['colourise']['output'] {
  const pixels = colourise(map.values, overlayTable(colours, true), low, high);
  return { pixels, ...clippedShares(map.values, low, high) };
}

function analyse({ map, level }: MapJobs['analyse']['input']): MapJobs['analyse']['output'] {
  return {
    contour: contourSegments(map.values, map.width, map.height, level),
    regions: regionsAbove(map.values, map.width, map.height, level),
  };
}

async function outline({
  mask,
}: MapJobs['outline']['input']): Promise<MapJobs['outline']['output']> {
  const full = await createImageBitmap(mask);
  const shrink = Math.min(1, MAX_OUTLINE_SIDE / Math.max(full.width, full.height));
  const width = Math.max(1, Math.round(full.width * shrink));
  const height = Math.max(1, Math.round(full.height * shrink));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('no 2D canvas in the worker');
  context.drawImage(full, 0, 0, width, height);
  full.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i += 1) values[i] = data[i * 4] ?? 0;
  // Half covered counts as inside; where nothing was shrunk this is the mask's own edge.
  return { contour: contourSegments(values, width, height, 127.5) };
}

async function run(request: JobRequest<MapJobs>): Promise<MapJobs[keyof MapJobs]['output']> {
  switch (request.name) {
    case 'colourise':
      return colour(request.input);
    case 'analyse':
      return analyse(request.input);
    case 'outline':
      return outline(request.input);
  }
}

serveJobs<MapJobs>(run, (output) => {
  if ('pixels' in output) return [output.pixels.buffer];
  return [output.contour.buffer];
});
