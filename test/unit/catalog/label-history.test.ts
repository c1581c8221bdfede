/** Why this file exists: undo and redo on a history that only grows must behave as an editor's do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateWithout } from '../../../src/main/catalog/label-history.ts';

interface Entry {
  id: number;
  undoes: number | null;
}
const plain = (id: number): Entry => ({ id, undoes: null });
const undo = (id: number, undoes: number): Entry => ({ id, undoes });

describe('taking a history entry back', () => {
  it('brings back what was in force before it', () => {
    const history = [plain(1), plain(2)];
    expect(stateWithout(history, 2)?.id).toBe(1);
    expect(stateWithout([plain(1)], 1)).toBeNull();
  });

  it('is refused while something newer is in force', () => {
    expect(stateWithout([plain(1), plain(2)], 1)).toBeUndefined();
    expect(stateWithout([plain(1)], 7)).toBeUndefined();
  });

  it('goes back further once the newer one is taken back', () => {
    const history = [plain(1), plain(2), undo(3, 2)];
    expect(stateWithout(history, 1)).toBeNull();
    expect(stateWithout(history, 2)).toBeUndefined();
  });

  it('can itself be taken back until something is labelled (redo)', () => {
    const history = [plain(1), plain(2), undo(3, 2)];
    expect(stateWithout(history, 3)?.id).toBe(2);
    expect(stateWithout([...history, plain(4)], 3)).toBeUndefined();
    const redone = [...history, undo(4, 3)];
    expect(stateWithout(redone, 4)?.id).toBe(1);
  });

  it('agrees with an editor that keeps two stacks, for any sequence of actions', () => {
    const action = fc.constantFrom('label', 'undo', 'redo');
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const history: Entry[] = [];
        const done: { entry: number; value: number }[] = [];
        const undone: { entry: number; value: number }[] = [];
        for (const what of actions) {
          const id = history.length + 1;
          if (what === 'label') {
            history.push(plain(id));
            done.push({ entry: id, value: id });
            undone.length = 0;
          } else {
            const [from, to] = what === 'undo' ? [done, undone] : [undone, done];
            const last = from.pop();
            if (!last) continue;
            const before = stateWithout(history, last.entry);
            const expected = what === 'undo' ? (done.at(-1)?.value ?? null) : last.value;
            expect(before === null ? null : before?.id).toBe(expected);
            history.push(undo(id, last.entry));
            to.push({ entry: id, value: last.value });
          }
        }
      }),
    );
  });
});
