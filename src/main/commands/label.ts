/** Why this file exists: `loupe label`: the same label for many images at once. */
import { posix } from 'node:path';
import type { Command } from 'commander';
import type { NewLabel } from '../../shared/entities/label.ts';
import { LoupeError } from '../../shared/errors.ts';
import { withApplication, type Client } from './client.ts';
import { productNamed } from './named.ts';
import type { Terminal } from './terminal.ts';

interface LabelFlags {
  product: string;
  images: string[];
  ok?: boolean;
  /** True without a class. */
  ng?: string | true;
  unsure?: boolean;
  clear?: boolean;
  addClass?: boolean;
  comment: string;
  json?: boolean;
}

export function registerLabel(program: Command, terminal: Terminal): void {
  program
    .command('label')
    .description('say of images that they are OK, NG or unsure; one action that can be undone')
    .requiredOption('--product <name>', 'the product, by name or number')
    .requiredOption(
      '--images <which...>',
      'numbers (7 12-20) or patterns over their paths ("test/scratch/*.png")',
    )
    .option('--ok', 'they are good')
    .option('--ng [class]', 'they are defective, of this class')
    .option('--unsure', 'nobody can tell')
    .option('--clear', 'they are not labelled')
    .option('--add-class', 'make the class where the product does not have it')
    .option('--comment <text>', 'a remark', '')
    .option('--json', 'print what was done as one JSON object')
    .action((flags: LabelFlags) =>
      withApplication(terminal, async (client) => {
        const value = valueOf(flags);
        const { product } = await productNamed(client, flags.product);
        const defectClassId =
          typeof flags.ng === 'string' ? await classNamed(client, product.id, flags) : null;
        const imageIds = await imagesMeant(client, product.id, flags.images);
        const label = { value, defectClassId, comment: flags.comment };
        const { batchId, changed } = await client.ask('labels.set', {
          imageIds,
          label,
          by: client.by,
        });
        if (flags.json) terminal.json({ product: product.name, batchId, changed, label });
        else terminal.out(`Labelled ${changed} images of ${product.name} (action ${batchId}).`);
      }),
    );
}

function valueOf({ ok, ng, unsure, clear }: LabelFlags): NewLabel['value'] {
  const given = [ok && 'ok', ng !== undefined && 'ng', unsure && 'unsure', clear && 'none'].filter(
    (value) => typeof value === 'string',
  ) as NewLabel['value'][];
  const [value] = given;
  if (value !== undefined && given.length === 1) return value;
  throw new LoupeError(
    'usage',
    given.length === 0 ? 'No label is given.' : 'More than one label is given.',
    'Give one of --ok, --ng CLASS, --unsure and --clear.',
  );
}

async function classNamed(
  { ask, by }: Client,
  productId: number,
  { ng, addClass }: LabelFlags,
): Promise<number> {
  const name = String(ng).trim();
  const classes = await ask('classes.list', { productId });
  const found = classes.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (found) return found.id;
  if (addClass) return (await ask('classes.add', { productId, name, by })).id;
  const names = classes.map((entry) => entry.name).join(', ');
  throw new LoupeError(
    'not-found',
    `The product has no defect class "${name}"${names === '' ? '' : ` (it has: ${names})`}.`,
    'Choose one of them, or make a new one with --add-class.',
  );
}

/** Numbers, ranges of numbers, and patterns over the images' paths. */
async function imagesMeant(
  { ask }: Client,
  productId: number,
  which: readonly string[],
): Promise<number[]> {
  const numbers = which.flatMap((text) => numbersIn(text) ?? []);
  const patterns = which.filter((text) => numbersIn(text) === undefined);
  const ids = new Set<number>();
  if (numbers.length > 0) {
    const own = new Set(await ask('gallery.ids', { ...everything(productId) }));
    for (const id of numbers) {
      if (own.has(id)) ids.add(id);
      else throw nothing(`number ${id}`);
    }
  }
  const found = new Map(patterns.map((pattern) => [pattern, 0]));
  for (let after: string | undefined; patterns.length > 0;) {
    const query = { ...everything(productId), ...(after === undefined ? {} : { after }) };
    const { items, next } = await ask('gallery.page', query);
    for (const { imageId, path } of items) {
      for (const pattern of patterns) {
        if (!posix.matchesGlob(path, pattern)) continue;
        ids.add(imageId);
        found.set(pattern, found.get(pattern)! + 1);
      }
    }
    if (next === null) break;
    after = next;
  }
  for (const [pattern, count] of found) if (count === 0) throw nothing(`"${pattern}"`);
  return [...ids];
}

function everything(productId: number) {
  return { productId, filter: {}, sort: 'path', descending: false, limit: 1000 } as const;
}

/** `7` or `7-12`; undefined for anything else. */
function numbersIn(text: string): number[] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function nothing(what: string): LoupeError {
  return new LoupeError(
    'not-found',
    `No image of the product is meant by ${what}.`,
    'Patterns are compared with the path below the imported folder, as in "test/*/*.png".',
  );
}
