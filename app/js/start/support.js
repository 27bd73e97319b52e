// What the page needs of a browser, in words for those that lack it.

/** What this browser lacks, as a sentence, or "". */
export function missingFeature() {
  if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) {
    return "This browser has no WebAssembly (or it is switched off), which Python needs to run here.";
  }
  if (!supportsModuleWorkers()) {
    return "This browser cannot start module workers, in which Python runs here. Firefox can since version 114, Safari since 15, Chrome and Edge since 80.";
  }
  return "";
}

function supportsModuleWorkers() {
  if (typeof Worker !== "function") return false;
  // Whose browser wants addresses vouched for has them, and would report the question.
  if ("trustedTypes" in window) return true;
  let asked = false;
  const options = {
    get type() {
      asked = true;
      return /** @type {const} */ ("module");
    },
  };
  try {
    // The address is never fetched: it fails at once, after the browser has read the options.
    new Worker("blob://", options).terminate();
  } catch {
    // Expected.
  }
  return asked;
}
