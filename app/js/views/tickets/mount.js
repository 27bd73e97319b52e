// The view of the tickets, in pieces.

import { byId } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { steered } from "../shared/keyboard.js";
import { whenNear } from "../shared/near.js";
import { inPieces } from "../shared/pieces.js";
import { mountRunbar } from "../shared/runbar.js";
import { RunPanel } from "../shared/runpanel.js";
import { Summaries } from "../shared/summaries.js";
import { ConnectivityView } from "./connectivity.js";
import { ControlsView } from "./controls.js";
import { Criterion, SEARCHES } from "./criterion.js";
import { Estimate } from "./estimate.js";
import { GeometryView } from "./geometry.js";
import { KeepView, offerNpz } from "./keep.js";
import { LevelView } from "./level.js";
import { PanelsView } from "./panels.js";
import { Pick } from "./pick.js";
import { RivalsView } from "./rivals.js";
import { LEGEND, TicketSection } from "./search.js";
import { mountTasks } from "./tasks.js";
import { TransferView } from "./transfer.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** @typedef {Page & {pick: Pick, summaries: Summaries}} Parts */

/** @param {Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const { store } = page;
  const parts = { ...page, pick: new Pick(), summaries: new Summaries(page, SEARCHES) };
  const criterion = new Criterion(parts);
  const keep = new KeepView(parts, criterion);
  /** @param {import("../../state/schema.js").Values} params */
  const adapt = (params) => criterion.adapt(params);
  const panels = SEARCHES.map((name) => new RunPanel({ ...page, name, adapt }));
  panels.push(new RunPanel({ ...page, name: "ticket", adapt: () => keep.request() }));
  await inPieces([
    () => new TicketSection(parts),
    ...panels.map((panel) => () => mountRunbar(store, panel)),
    () => new LevelView(parts),
    () => new GeometryView(parts),
    () => new ControlsView(parts),
    () => new RivalsView(parts),
    () => whenNear(byId("sweeps"), () => void openSweeps(parts)),
    () => new ConnectivityView(parts),
    () => new TransferView(parts),
    () => new PanelsView(parts),
    () => offerSearch(page),
  ]);
  for (const { name } of panels) mountTasks(store, name);
  for (const name of SEARCHES) new Estimate(page, name, adapt);
  for (const name of ["lottery", "ticket"]) offerNpz(parts, name);
  return panels.map(steered);
}

/** @param {Parts} parts */
async function openSweeps(parts) {
  const { SweepsView } = await import("./sweeps.js");
  new SweepsView(parts);
}

/** @param {Page} page */
function offerSearch(page) {
  offerFigure(page, {
    name: "lottery",
    run: "lottery",
    title: "Lottery tickets on MNIST-1D",
    pictures: "#tickets-chart svg",
    legend: () => LEGEND,
  });
}
