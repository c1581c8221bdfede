/**
 * Why this file exists: the arithmetic of many small Gaussians: Cholesky factors, Mahalanobis
 * distances by forward substitution, and the distance of a sample as if it had not been among those
 * the Gaussian was fitted to. Plain values; no tensors.
 */

/** Numbers in a lower triangle with its diagonal, row by row. */
export function packedLength(d: number): number {
  return (d * (d + 1)) / 2;
}

/**
 * L with L L^T = the matrix, packed row by row.
 * @param matrix d * d values, symmetric and positive definite
 * @throws RangeError when it is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, d: number): Float64Array {
  const factor = new Float64Array(packedLength(d));
  for (let row = 0; row < d; row++) {
    const ofRow = packedLength(row);
    for (let column = 0; column <= row; column++) {
      const ofColumn = packedLength(column);
      let sum = matrix[row * d + column]!;
      for (let k = 0; k < column; k++) sum -= factor[ofRow + k]! * factor[ofColumn + k]!;
      if (row !== column) factor[ofRow + column] = sum / factor[ofColumn + column]!;
      else if (sum > 0) factor[ofRow + row] = Math.sqrt(sum);
      else throw new RangeError('the covariance is not positive definite');
    }
  }
  return factor;
}

export interface SquaredDistances {
  /** (x - mu)^T Sigma^-1 (x - mu) at each place. */
  mahalanobis: Float64Array;
  /** |x - mu|^2 at each place. */
  euclidean: Float64Array;
}

/**
 * With Sigma = L L^T and L y = x - mu the squared Mahalanobis distance is |y|^2.
 * @param x places * d values, as `mean`
 * @param factors packed L of each place, one after the other
 */
export function squaredDistances(
  x: Float32Array,
  mean: Float32Array,
  factors: Float32Array,
  places: number,
  d: number,
): SquaredDistances {
  const mahalanobis = new Float64Array(places);
  const euclidean = new Float64Array(places);
  const y = new Float64Array(d);
  for (let place = 0; place < places; place++) {
    let at = place * packedLength(d);
    for (let row = 0; row < d; row++) {
      let sum = x[place * d + row]! - mean[place * d + row]!;
      euclidean[place]! += sum * sum;
      for (let k = 0; k < row; k++) sum -= factors[at++]! * y[k]!;
      const value = sum / factors[at++]!;
      y[row] = value;
      mahalanobis[place]! += value * value;
    }
  }
  return { mahalanobis, euclidean };
}

/**
 * The squared Mahalanobis distance of one of the n samples from the mean and covariance of the
 * others. Without x the mean moves by -(x - mu) / (n - 1), so x - mu grows by n / (n - 1), and the
 * covariance becomes (n-1)/(n-2) Sigma - n / ((n-1)(n-2)) (x - mu)(x - mu)^T, whose inverse the
 * Sherman-Morrison formula gives. (Exact but for epsilon, which is taken to grow by (n-1)/(n-2).)
 * @param q its squared Mahalanobis distance from the mean and covariance of all
 * @param length its squared distance |x - mu|^2 from the mean of all
 * @param epsilon the least variance in any direction
 */
export function apartSquared(q: number, n: number, length: number, epsilon: number): number {
  const part = n / (n - 1) ** 2;
  const moved = (n / (n - 1)) ** 2;
  const apart = (moved * ((n - 2) / (n - 1)) * q) / (1 - part * q);
  // q nears 1 / part where a sample alone fills a direction. Its Float32 digits then say little;
  // that no variance is below epsilon bounds the distance.
  const most = (moved * length) / epsilon;
  return apart >= 0 && apart < most ? apart : most;
}
