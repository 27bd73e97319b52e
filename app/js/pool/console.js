// A console's session: a worker of its own that remembers what was typed until it is ended.

import { Member } from "./member.js";

/** @typedef {import("./apart.js").Parts} Parts */
/** @typedef {import("./protocol.js").Call} Call */

/**
 * @typedef {object} Begin
 * @property {boolean} network whether it keeps it
 * @property {Record<string, string>} files changed ones of the package, by path
 * @property {"" | "numpy"} backend
 * @property {import("../state/schema.js").Values} params of experiment "dataset"
 * @property {Blob | null} record a record's file
 * @property {(text: string) => void} onOutput
 * @property {(reason: string) => void} onDeath it has ended by itself
 */

export class ConsoleSession {
  /** @param {Member} member */
  constructor(member) {
    this.member = member;
    this.nextId = 1;
  }

  /** @param {Parts} parts @param {Pick<Begin, "onOutput" | "onDeath">} hooks */
  static spawn(parts, { onOutput, onDeath }) {
    return new ConsoleSession(
      new Member(parts.spawn(), {
        onFree: () => {},
        onOutput,
        onDeath: (_, reason) => onDeath(reason),
        patient: true,
      }),
    );
  }

  /** @param {Parts} parts @param {Begin} begin @throws {Error} where Python or the data cannot be had */
  async open(parts, { network, files, backend, params, record }) {
    const apart = { files, backend, console: { network } };
    await this.member.boot(await parts.assets, apart);
    for (const call of parts.files.values()) await this.ask(call);
    await this.ask({ name: "openConsole", params, record });
  }

  /** @param {string} source @returns {Promise<boolean>} whether it went well; its output comes by itself */
  async type(source) {
    return (await this.ask({ name: "type", source })) === "well";
  }

  /** @param {Call} call @returns {Promise<string>} never settles once the worker is gone */
  ask(call) {
    return new Promise((resolve, reject) => {
      const waiting = { call, reject, pieces: [], retried: true };
      this.member.ask(this.nextId++, {
        ...waiting,
        resolve: (answer) => resolve(String(answer)),
      });
    });
  }

  end() {
    this.member.terminate();
  }
}
