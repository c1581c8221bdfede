/** Why this file exists: whatever is sent to main, it answers in the contract's form. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dispatch } from '../../../src/main/ipc/dispatch.ts';
import { requests, ServerMessageSchema } from '../../../src/shared/contract.ts';
import { fakeApplication, secret } from './transport-suite.ts';

const names = Object.keys(requests);
const ignore = (): void => undefined;

test('any value at all is answered, never thrown at', async () => {
  const { handlers } = fakeApplication();
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (message) => {
      const answer = await dispatch(handlers, message, ignore);
      expect(ServerMessageSchema.safeParse(answer).success).toBe(true);
      expect(answer.result.ok).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('each request of the table refuses a wrong input by name and never reaches its handler', async () => {
  const handlers = Object.fromEntries(
    names.map((name) => [name, () => Promise.reject(new Error('was called'))]),
  ) as unknown as ReturnType<typeof fakeApplication>['handlers'];
  const fits = (name: string, input: unknown): boolean =>
    requests[name as keyof typeof requests].input.safeParse(input).success;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.anything(), async (name, input) => {
      fc.pre(!fits(name, input));
      const message = { kind: 'request', id: 5, name, input };
      const { id, result } = await dispatch(handlers, message, ignore);
      expect(id).toBe(5);
      expect(result).toMatchObject({ ok: false, error: { code: 'usage' } });
      if (!result.ok) expect(result.error.sentence).toContain(`"${name}"`);
    }),
    { numRuns: 300 },
  );
});

test('a malformed message that has an id is answered under it', async () => {
  const { handlers } = fakeApplication();
  const answer = await dispatch(handlers, { kind: 'wish', id: 12 }, ignore);
  expect(answer.id).toBe(12);
});

test('the details of an own fault go to the log only', async () => {
  const { handlers } = fakeApplication();
  const logged: unknown[] = [];
  const message = { kind: 'request', id: 0, name: 'reports.list', input: {} };
  const answer = await dispatch(handlers, message, (name, error) => logged.push(name, error));
  expect(JSON.stringify(answer)).not.toContain(secret);
  expect(logged).toEqual(['reports.list', new Error(secret)]);
});
