// Compares bytes with the sha256 that the build wrote down for them.

/** @param {string} sha256 hexadecimal */
function bytesOf(sha256) {
  return Uint8Array.from(sha256.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Whether these are the bytes that were built. `crypto.subtle`, which is there only where the page
 * comes by https or from this machine; elsewhere the browser is made to compare as it does for `fetch`,
 * which takes the bytes from a blob as well.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} sha256 hexadecimal
 * @returns {Promise<boolean>}
 */
export async function areAsBuilt(bytes, sha256) {
  const wanted = bytesOf(sha256);
  if (!crypto.subtle) return browserAccepts(bytes, wanted);
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return wanted.length === found.length && found.every((byte, index) => byte === wanted[index]);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {Uint8Array} wanted */
async function browserAccepts(bytes, wanted) {
  const url = URL.createObjectURL(new Blob([bytes]));
  try {
    await fetch(url, { integrity: `sha256-${btoa(String.fromCharCode(...wanted))}` });
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(url);
  }
}
