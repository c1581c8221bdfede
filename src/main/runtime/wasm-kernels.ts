/**
 * Why this file exists: the WASM backend of tfjs has no filter gradient of conv2d and no
 * gradient of gather, so it could not train. Both are built here from kernels it has.
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

/** Registers the missing kernels for the `wasm` backend; a kernel it has is left alone. */
export function registerWasmKernels(tf: TensorFlow): void {
  if (!tf.getKernel('Conv2DBackpropFilter', 'wasm')) {
    tf.registerKernel({
      kernelName: 'Conv2DBackpropFilter',
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { x, dy } = inputs as { x: Tf.Tensor4D; dy: Tf.Tensor4D };
        const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as {
          strides: number | [number, number];
          pad: 'valid' | 'same' | number;
          dataFormat: 'NHWC' | 'NCHW';
          dimRoundingMode?: 'floor' | 'round' | 'ceil';
          filterShape: [number, number, number, number];
        };
        const info = tf.backend_util.computeConv2DInfo(
          x.shape,
          filterShape,
          strides,
          1,
          pad,
          dimRoundingMode,
          false,
          tf.backend_util.convertConv2DDataFormat(dataFormat),
        );
        if (info.dataFormat !== 'channelsLast') {
          throw new Error('The filter gradient on WASM is built for NHWC only.');
        }
        const { padInfo, strideHeight, strideWidth } = info;
        return conv2dFilterGradient(tf, x, dy, filterShape, [strideHeight, strideWidth], padInfo);
      },
    });
  }
  if (!tf.getKernel('UnsortedSegmentSum', 'wasm')) {
    tf.registerKernel({
      kernelName: 'UnsortedSegmentSum',
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { x, segmentIds } = inputs as { x: Tf.Tensor; segmentIds: Tf.Tensor1D };
        const { numSegments } = attrs as unknown as { numSegments: number };
        // Adds up updates of the same index.
        return tf.tidy(() =>
          tf.scatterND(tf.reshape(segmentIds, [-1, 1]), x, [numSegments, ...x.shape.slice(1)]),
        );
      },
    });
  }
}
