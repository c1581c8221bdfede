/** Why this file exists: a product's golden parts: which they are, and putting a new list in force. */
import type { Handlers } from '../../shared/contract.ts';
import { getProduct } from '../catalog/products.ts';
import { currentVerificationSet, setVerificationSet } from '../catalog/verification-sets.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';

export function verificationHandlers(
  context: Context,
): Pick<Handlers, 'verification.get' | 'verification.set'> {
  const { catalog } = context;
  return {
    'verification.get': async ({ productId }) => {
      getProduct(catalog, productId);
      return currentVerificationSet(catalog, productId) ?? null;
    },
    'verification.set': async ({ productId, items, by, reason }) => {
      const set = setVerificationSet(catalog, { productId, items, actor: by, reason });
      tellChanged(context, 'products', productId);
      return set;
    },
  };
}
