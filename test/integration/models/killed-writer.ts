/** Why this file exists: writes a model in its own process, to be killed while it does. */
import { writeModel } from '../../../src/main/models/model-store.ts';
import { madeUpModel, madeUpPictures } from './support.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Name the model.');
await writeModel(path, madeUpModel(), madeUpPictures(40_000_000));
