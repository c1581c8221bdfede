/** Why this file exists: people name products and models; commands find them in one way. */
import type { ProductSummary } from '../../shared/contract/products.ts';
import type { ModelSummary } from '../../shared/contract/models.ts';
import type { Product } from '../../shared/entities/product.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Client } from './client.ts';

/**
 * The product of that name (upper and lower case alike) or with that number, put away or not.
 * @throws LoupeError `not-found`, naming the products there are
 */
export async function productNamed({ ask }: Client, text: string): Promise<ProductSummary> {
  const products = await ask('products.list', { archived: true });
  const wanted = text.trim().toLowerCase();
  const found =
    products.find(({ product }) => product.name.toLowerCase() === wanted) ??
    products.find(({ product }) => String(product.id) === wanted);
  if (found) return found;
  const names = products.map(({ product }) => product.name).slice(0, 20);
  throw new LoupeError(
    'not-found',
    `There is no product "${text}" in the catalog.`,
    names.length === 0
      ? 'Import a data set first: loupe import FOLDER'
      : `Choose one of: ${names.join(', ')}.`,
  );
}

/** As `productNamed`, but made where it is missing. */
export async function productNamedOrNew(client: Client, text: string): Promise<Product> {
  try {
    return (await productNamed(client, text)).product;
  } catch (error) {
    if (!(error instanceof LoupeError && error.code === 'not-found')) throw error;
    return client.ask('products.add', { name: text, note: '', by: client.by });
  }
}

/**
 * The model with that number; where none is named, the product's model in production, else its
 * newest one that is not retired.
 * @throws LoupeError `not-found`, `usage`
 */
export async function modelMeant(
  client: Client,
  { model, product }: { model?: number | undefined; product?: string | undefined },
): Promise<ModelSummary> {
  if (model !== undefined) return client.ask('models.get', { modelId: model });
  if (product === undefined) {
    throw new LoupeError(
      'usage',
      'It is not said which model is meant.',
      'Name it with --model NUMBER, or its product with --product NAME.',
    );
  }
  const { product: found } = await productNamed(client, product);
  const models = await client.ask('models.list', { productId: found.id });
  const meant =
    models.find((entry) => entry.model.state === 'production') ??
    models.find((entry) => entry.model.state !== 'retired');
  if (meant) return meant;
  throw new LoupeError(
    'not-found',
    `${found.name} has no model yet.`,
    `Train one: loupe train --product "${found.name}"`,
  );
}
