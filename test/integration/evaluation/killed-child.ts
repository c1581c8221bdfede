/** Why this file exists: an evaluation in its own process, slow enough to be killed anywhere. */
import { evaluateDataset } from '../../../src/main/evaluation/evaluate.ts';
import { madeUpEvaluation } from './made-up-set.ts';

const [outFolder] = process.argv.slice(2);
if (outFolder === undefined) throw new Error('Name the output folder.');
/** The last image takes for ever, so that the kill always finds the process at work. */
const LAST = 12;
const options = madeUpEvaluation(outFolder, { keepMaps: true });
const { detect } = options;
await evaluateDataset({
  ...options,
  detect: async (index) => {
    process.stdout.write(`${index}\n`);
    await new Promise((resolve) => setTimeout(resolve, index === LAST ? 600_000 : 5));
    return detect(index);
  },
});
