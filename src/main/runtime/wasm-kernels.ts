/**
 * Why this file exists: the WASM backend of tfjs has no filter gradient of conv2d and no
 * gradient of gather, so it could not train; and its input gradient of conv2d is ten times slower
 * than its conv2d. All three are built here from kernels it has.
 */
import type * as Tf from '@tensorflow/tfjs';

type TensorFlow = typeof Tf;

/** Padding before and after, and the part of the padded input that windows touch, in one dimension. */
interface Extent {
  before: number;
  after: number;
}

/**
 * How much one dimension must be padded (negative: cropped) so that `outputs` windows of `window`
 * pixels, `stride` apart, the first `before` pixels outside, touch exactly all of it.
 */
function extentOf(
  size: number,
  outputs: number,
  window: number,
  stride: number,
  before: number,
): Extent {
  return { before, after: (outputs - 1) * stride + window - size - before };
}

/**
 * The gradient of conv2d by its filter, from one conv2d: channels play the batch, the batch plays
 * the channels, the gradient `dy` plays the filter, and the stride becomes its dilation.
 *
 * @param x input [batch, height, width, in]
 * @param dy gradient of the output [batch, outHeight, outWidth, out]
 * @param filterShape [kernelHeight, kernelWidth, in, out]
 * @param strides [vertical, horizontal]
 * @param before zero padding above and to the left of `x` in the forward pass
 * @returns [kernelHeight, kernelWidth, in, out]
 */
export function conv2dFilterGradient(
  tf: TensorFlow,
  x: Tf.Tensor4D,
  dy: Tf.Tensor4D,
  filterShape: readonly [number, number, number, number],
  strides: readonly [number, number],
  before: { top: number; left: number },
): Tf.Tensor4D {
  return tf.tidy(() => {
    const [kernelHeight, kernelWidth] = filterShape;
    const [, height, width] = x.shape;
    const [, outHeight, outWidth] = dy.shape;
    const vertical = extentOf(height, outHeight, kernelHeight, strides[0], before.top);
    const horizontal = extentOf(width, outWidth, kernelWidth, strides[1], before.left);
    // Rows that no window touches are cut off, or the result would be larger than the kernel.
    const touched = tf.slice(
      x,
      [0, 0, 0, 0],
      [-1, height + Math.min(0, vertical.after), width + Math.min(0, horizontal.after), -1],
    );
    const padded = tf.pad(touched, [
      [0, 0],
      [vertical.before, Math.max(0, vertical.after)],
      [horizontal.before, Math.max(0, horizontal.after)],
      [0, 0],
    ]);
    const images = tf.transpose(padded, [3, 1, 2, 0]);
    const filter = tf.transpose(dy, [1, 2, 0, 3]);
    const result = tf.conv2d(images, filter, 1, 'valid', 'NHWC', [strides[0], strides[1]]);
    return tf.transpose(result, [1, 2, 0, 3]);
  });
}

/**
 * The gradient of a stride-1 conv2d by its input, from one conv2d: `dy` with a border, and the
 * filter turned by 180 degrees with its channels swapped.
 *
 * @param dy gradient of the output [batch, outHeight, outWidth, out]
 * @param filter [kernelHeight, kernelWidth, in, out]
 * @param inputShape [batch, height, width, in]
 * @param before zero padding above and to the left of the input in the forward pass
 * @returns [batch, height, width, in]
 */
export function conv2dInputGradient(
  tf: TensorFlow,
  dy: Tf.Tensor4D,
  filter: Tf.Tensor4D,
  inputShape: readonly [number, number, number, number],
  before: { top: number; left: number },
): Tf.Tensor4D {
  return tf.tidy(() => {
    const [kernelHeight, kernelWidth] = filter.shape;
    const [, height, width] = inputShape;
    const [, outHeight, outWidth] = dy.shape;
    const top = kernelHeight - 1 - before.top;
    const left = kernelWidth - 1 - before.left;
    const bordered = tf.pad(dy, [
      [0, 0],
      [top, height + kernelHeight - 1 - outHeight - top],
      [left, width + kernelWidth - 1 - outWidth - left],
      [0, 0],
    ]);
    const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
    return tf.conv2d(bordered, turned, 1, 'valid');
  });
}

interface Conv2DAttributes {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes and padding of a convolution, for NHWC only. */
function geometryOf(
  tf: TensorFlow,
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dimRoundingMode }: Conv2DAttributes,
) {
  const info = tf.backend_util.computeConv2DInfo(
    [...inputShape] as [number, number, number, number],
    [...filterShape] as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  if (info.dataFormat !== 'channelsLast') {
    throw new Error('The gradients of conv2d on WASM are built for NHWC only.');
  }
  return info;
}

function registerFilterGradient(tf: TensorFlow): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: Tf.Tensor4D; dy: Tf.Tensor4D };
      const { filterShape, ...attributes } = attrs as unknown as Conv2DAttributes & {
        filterShape: [number, number, number, number];
      };
      const info = geometryOf(tf, x.shape, filterShape, attributes);
      const strides = [info.strideHeight, info.strideWidth] as const;
      return conv2dFilterGradient(tf, x, dy, filterShape, strides, info.padInfo);
    },
  });
}

function registerInputGradient(tf: TensorFlow): void {
  const own = tf.getKernel('Conv2DBackpropInput', 'wasm');
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm');
  tf.registerKernel({
    ...own,
    kernelFunc: (call) => {
      const { dy, filter } = call.inputs as { dy: Tf.Tensor4D; filter: Tf.Tensor4D };
      const { inputShape, ...attributes } = call.attrs as unknown as Conv2DAttributes & {
        inputShape: [number, number, number, number];
      };
      const info = geometryOf(tf, inputShape, filter.shape, attributes);
      const { top, left } = info.padInfo;
      const simple =
        info.strideHeight === 1 &&
        info.strideWidth === 1 &&
        top < info.filterHeight &&
        left < info.filterWidth;
      return simple
        ? conv2dInputGradient(tf, dy, filter, inputShape, { top, left })
        : own.kernelFunc(call);
    },
  });
}

/** The gradient of gather: sums rows of the same segment, as scatterND does. */
function registerSegmentSum(tf: TensorFlow): void {
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as { x: Tf.Tensor; segmentIds: Tf.Tensor1D };
      const { numSegments } = attrs as unknown as { numSegments: number };
      return tf.tidy(() =>
        tf.scatterND(tf.reshape(segmentIds, [-1, 1]), x, [numSegments, ...x.shape.slice(1)]),
      );
    },
  });
}

/** Registers the kernels for the `wasm` backend, once per process. */
export function registerWasmKernels(tf: TensorFlow): void {
  if (tf.getKernel('Conv2DBackpropFilter', 'wasm')) return;
  registerFilterGradient(tf);
  registerInputGradient(tf);
  registerSegmentSum(tf);
}
