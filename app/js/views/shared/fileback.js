// The file that a kept run was made with, handed to the workers again without coming into use: the
// run's record says what was understood of it, and its figures what its classes are called.

import { fileOf } from "../../state/datafiles.js";
import { rememberNames } from "./classnames.js";

/** Nothing, where it is not kept: the run then says what it lacks. @param {import("../../start/runtime.js").Runtime} runtime @param {import("../../state/saved.js").SavedHead} head */
export async function bringFileBack(runtime, { params, names }) {
  if (names) rememberNames(params, names);
  const [name, reading] = [String(params.data_file ?? ""), String(params.data_reading ?? "")];
  if (!name || runtime.files.has(name)) return;
  const found = await fileOf(name).catch(() => null);
  if (!found) return;
  const pool = await runtime.ready;
  const files = { content: new Blob([found.bytes]), parts: found.file.parts };
  const described = JSON.parse(await (runtime.pool ?? pool).addFile(name, files, reading));
  rememberNames(params, described.class_names);
}
