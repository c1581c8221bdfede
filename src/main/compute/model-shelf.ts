/**
 * Why this file exists: opening a model takes a second and memory; whoever looks at one image after
 * another finds it open. Lives in the process that computes.
 */
import { openModel, type OpenModel } from '../services/open-model.ts';

/** Models kept open that nobody uses at the moment. */
const KEPT = 2;

interface Entry {
  model: Promise<OpenModel>;
  users: number;
}

export class ModelShelf {
  /** By path; the longest unused first. */
  readonly #entries = new Map<string, Entry>();

  /** Runs `action` with the open model. Throws as `openModel` and as `action` do. */
  async use<T>(path: string, action: (model: OpenModel) => Promise<T>): Promise<T> {
    const entry = this.#entries.get(path) ?? { model: openModel(path), users: 0 };
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    entry.users += 1;
    try {
      return await action(await entry.model);
    } catch (error) {
      // One that could not be opened is tried again the next time.
      await entry.model.catch(() => this.#entries.delete(path));
      throw error;
    } finally {
      entry.users -= 1;
      await this.#tidy();
    }
  }

  async #tidy(): Promise<void> {
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [path, { model }] of idle.slice(0, Math.max(0, idle.length - KEPT))) {
      this.#entries.delete(path);
      (await model).dispose();
    }
  }
}
