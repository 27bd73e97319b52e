// A file's bytes inside a worker.

/** The file's bytes, read at once so that messages keep their order. @param {Blob} file */
export function readNow(file) {
  // Only workers have this reader, and the type checker takes this file for the page's.
  const { FileReaderSync } = /** @type {any} */ (self);
  return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file));
}
