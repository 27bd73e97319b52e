// Builds part 4 from its pieces, and the panels that run its experiments.

import { byId } from "../dom.js";
import { mountRunbar } from "../runbar.js";
import { RunPanel } from "../runpanel.js";
import { TicketSection } from "../tickets.js";
import { ConnectivityView } from "./connectivity.js";
import { ControlsView } from "./controls.js";
import { Criterion, SEARCHES } from "./criterion.js";
import { Estimate } from "./estimate.js";
import { GeometryView } from "./geometry.js";
import { KeepView, offerNpz } from "./keep.js";
import { LevelView } from "./level.js";
import { PanelsView } from "./panels.js";
import { Pick } from "./pick.js";
import { Summaries } from "./summaries.js";
import { mountTasks } from "./tasks.js";
import { TransferView } from "./transfer.js";

/**
 * @typedef {object} Page
 * @property {import("../../protocol.js").Config} config
 * @property {Record<string, import("../../schema.js").Schema[]>} scopes
 * @property {import("../../store.js").Store} store
 * @property {import("../../runtime.js").Runtime} runtime
 * @property {() => string} permalink
 */

/** @typedef {Page & {pick: Pick, summaries: Summaries}} Parts */

/** Mounting everything at once would hold the page for longer than 50 ms on a slow machine. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {Page} page
 * @param {RunPanel} lotteryPanel
 * @returns {Promise<{section: HTMLElement, panel: RunPanel}[]>} for the keyboard
 */
export async function mountTickets(page, lotteryPanel) {
  const parts = { ...page, pick: new Pick(), summaries: new Summaries(page, SEARCHES) };
  const criterion = new Criterion(parts);
  /** @param {import("../../schema.js").Values} params */
  const adapt = (params) => criterion.adapt(params);
  lotteryPanel.adapt = adapt;
  const others = SEARCHES.filter((name) => name !== "lottery").map(
    (name) => new RunPanel({ ...page, name, adapt }),
  );
  await breathe();
  new TicketSection(parts);
  await breathe();
  new LevelView(parts);
  await breathe();
  new GeometryView(parts);
  await breathe();
  new ControlsView(parts);
  await breathe();
  new ConnectivityView(parts);
  await breathe();
  new TransferView(parts);
  await breathe();
  const keep = new KeepView(parts, criterion);
  const ticketPanel = new RunPanel({ ...page, name: "ticket", adapt: () => keep.request() });
  new PanelsView(parts);
  await breathe();
  for (const panel of [...others, ticketPanel]) mountRunbar(page.store, panel);
  for (const name of [...SEARCHES, "ticket"]) mountTasks(page.store, name);
  for (const name of SEARCHES) new Estimate(page, name, adapt);
  for (const name of ["lottery", "ticket"]) offerNpz(parts, name);
  const section = byId("tickets");
  return [lotteryPanel, ...others, ticketPanel].map((panel) => ({ section, panel }));
}
