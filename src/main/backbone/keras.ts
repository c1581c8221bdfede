/** Why this file exists: reading the tensors of a Keras .h5 file, whatever its group layout. */
import type { Group } from 'h5wasm/node';

export interface KerasTensor {
  /** Such as `block1_conv1/block1_conv1/kernel:0`. */
  path: string;
  shape: number[];
  data: Float32Array;
}

/**
 * All Float32 data sets of an HDF5 file.
 * @throws Error when the HDF5 library cannot read the file
 */
export async function readKerasTensors(file: string): Promise<KerasTensor[]> {
  const h5wasm = await import('h5wasm/node');
  const library = await h5wasm.ready;
  // Else the library prints its own trace on standard error and returns invalid handles.
  library.activate_throwing_error_handler();
  const source = new h5wasm.File(file, 'r');
  try {
    const tensors: KerasTensor[] = [];
    const visit = (group: Group, path: string): void => {
      for (const name of group.keys()) {
        const item = group.get(name);
        if (item instanceof h5wasm.Group) visit(item, `${path}${name}/`);
        else if (item instanceof h5wasm.Dataset) {
          const { value, shape } = item;
          if (value instanceof Float32Array && shape) {
            tensors.push({ path: `${path}${name}`, shape: [...shape], data: value });
          }
        }
      }
    };
    visit(source, '');
    return tensors;
  } finally {
    source.close();
  }
}
