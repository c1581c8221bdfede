/**
 * Why this file exists: the first run of a freshly compiled binding happens in a process of its
 * own, because a library that does not fit the processor ends the process it is loaded into.
 * Prints the result as one JSON object; started by provision.ts only, with the path of quiet.node.
 */
import './util-shims.ts';
import { createRequire } from 'node:module';
import type * as Tf from '@tensorflow/tfjs';
import { setNativeEnvironment } from './native-environment.ts';
import { selfTest } from './self-test.ts';

const require = createRequire(import.meta.url);
setNativeEnvironment(true);
const tf = require('@tensorflow/tfjs') as typeof Tf;
require(process.argv[2] ?? '');
require('@tensorflow/tfjs-node-gpu');
await tf.setBackend('tensorflow');
process.stdout.write(`${JSON.stringify(selfTest(tf))}\n`);
