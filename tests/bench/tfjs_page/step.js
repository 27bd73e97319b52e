// The MLP's training step in TensorFlow.js with its WebAssembly backend: the same network, batch
// and optimiser. `fastest(hidden, seconds)` is the fastest block of steps, in ms a step.

const { tf } = globalThis;
const BATCH = 100;
const BLOCK_MS = 30;

tf.wasm.setWasmPaths("node_modules/@tensorflow/tfjs-backend-wasm/dist/");
const started = tf.setBackend("wasm").then(() => tf.ready());

/** A step that ends when the loss can be read, as ours does. @param {number} hidden */
function stepper(hidden) {
  const shapes = [
    [40, hidden],
    [hidden, hidden],
    [hidden, 10],
  ];
  const layers = shapes.map(([inputs, outputs]) => {
    const bound = 1 / Math.sqrt(inputs);
    return {
      w: tf.variable(tf.randomUniform([inputs, outputs], -bound, bound)),
      b: tf.variable(tf.randomUniform([outputs], -bound, bound)),
    };
  });
  const x = tf.randomNormal([BATCH, 40]);
  const labels = tf.oneHot(tf.randomUniform([BATCH], 0, 10, "int32"), 10).toFloat();
  const affine = (input, { w, b }) => input.matMul(w).add(b);
  const loss = () => {
    const h = affine(x, layers[0]).relu();
    const logits = affine(h.add(affine(h, layers[1]).relu()), layers[2]);
    return tf.losses.softmaxCrossEntropy(labels, logits);
  };
  const optimiser = tf.train.adam(1e-2);
  return () => {
    const value = optimiser.minimize(loss, true);
    value.dataSync();
    value.dispose();
  };
}

globalThis.fastest = async (hidden, seconds) => {
  await started;
  const step = stepper(hidden);
  for (let warmUp = 0; warmUp < 5; warmUp++) step();
  const deadline = performance.now() + 1000 * seconds;
  let best = Number.POSITIVE_INFINITY;
  while (performance.now() < deadline) {
    const began = performance.now();
    let steps = 0;
    for (; performance.now() - began < BLOCK_MS; steps++) step();
    best = Math.min(best, (performance.now() - began) / steps);
  }
  tf.disposeVariables();
  return { ms: best, backend: tf.getBackend(), version: tf.version.tfjs };
};
