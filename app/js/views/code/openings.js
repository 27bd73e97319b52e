// What an allowed console can reach: a worker obeys the policy that its own file was sent with.

import { WORKER } from "../../pool/protocol.js";

/** @param {string} app folder of the page's own files @returns {Promise<string>} in two sentences, as this host has it; the wider one where that cannot be known */
export async function openings(app) {
  const policy = await fetch(`${app}${WORKER}`).then(
    ({ headers }) => headers.get("Content-Security-Policy"),
    () => null,
  );
  return opened(policy ?? "", location.host);
}

/**
 * @param {string} policy of the worker's file, or ""
 * @param {string} host this page's
 */
export function opened(policy, host) {
  const rule = policy
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith("connect-src "));
  const own = `This opens requests to ${host}, the host of this page: micropip.install with the address of a wheel that lies there, say.`;
  if (rule && !/[*]|https?:/.test(rule)) {
    return `${own} The host’s own policy forbids every other address, PyPI included.`;
  }
  return "This opens requests to every address that lets other pages read it, PyPI for micropip.install among them. Whatever runs in the session could send there what it knows: the data, the record and what you type.";
}
