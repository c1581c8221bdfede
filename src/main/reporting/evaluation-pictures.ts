/** Why this file exists: the worst misses and false alarms of an evaluation, with heat and regions. */
import { regionsAbove } from '../../shared/metrics/components.ts';
import type { Block, Picture } from './document.ts';
import type { EvaluationInput } from './evaluation-document.ts';
import { valuesFor, type Judge, type JudgedImage } from './evaluation-judged.ts';
import type { Numbers } from './numbers.ts';
import { pictureOf } from './pictures.ts';
import type { ReportStrings } from './strings.ts';

/** Pictures of each kind, at most. */
const PICTURES = 6;

/** The first of `list` as pictures, and how many more there are; `none` where it is empty. */
export async function pictureBlocks(
  input: EvaluationInput,
  judge: Judge,
  list: readonly JudgedImage[],
  none: string,
  strings: ReportStrings,
  numbers: Numbers,
): Promise<Block[]> {
  if (list.length === 0) return [{ kind: 'text', text: none }];
  const pictures: Picture[] = [];
  for (const one of list.slice(0, PICTURES)) {
    pictures.push(await pictureOfImage(input, judge, one, strings, numbers));
  }
  const blocks: Block[] = [{ kind: 'pictures', pictures }];
  if (list.length > PICTURES) {
    blocks.push({ kind: 'text', text: strings.more(list.length - PICTURES) });
  }
  return blocks;
}

async function pictureOfImage(
  { report, fileOf, mapOf }: EvaluationInput,
  judge: Judge,
  { index, image, good }: JudgedImage,
  strings: ReportStrings,
  numbers: Numbers,
): Promise<Picture> {
  const map = await mapOf(index);
  const { t2, pixel, minArea } = valuesFor(judge, image.label);
  const scale = map === null ? null : { x: image.width / map.width, y: image.height / map.height };
  const regions =
    map === null ? [] : regionsAbove(map.data, map.width, map.height, pixel, Math.max(1, minArea));
  const boxes = regions.map(({ box }) => ({
    x: box.x * (scale?.x ?? 1),
    y: box.y * (scale?.y ?? 1),
    width: box.width * (scale?.x ?? 1),
    height: box.height * (scale?.y ?? 1),
  }));
  const lines = [
    `${good ? strings.good : image.label} · ${image.path}`,
    strings.picture.score(numbers.raw(image.score), numbers.raw(t2)),
    map === null ? strings.picture.noMap : strings.picture.regions(regions.length),
  ];
  const request = { file: await fileOf(image.path), map, range: report.mapRange, boxes };
  return pictureOf(request, lines, strings.picture.unreadable);
}
