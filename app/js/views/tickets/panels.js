// The published panels as one figure, put together from the charts on the page.

import { svg } from "../../pictures/svg.js";
import { describeRun, stamped } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { seedsIn } from "../../state/seeds.js";
import { emptyRun } from "../../state/store.js";
import { byId, find, setText } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { enableDownloads } from "../shared/downloads.js";
import { share } from "../shared/format.js";
import { namePlaces } from "../shared/named.js";
import { Note } from "../shared/outdated.js";
import { boxOf, drawLegend, flatten, toPng, wrapped } from "../shared/picture.js";
import { ARM_STYLES, cellStyle } from "./arms.js";
import { armsIn } from "./levels.js";
import { sparsities } from "./lotteryrows.js";
import { controlRows, searchRows } from "./panelrows.js";
import { levelOf } from "./search.js";

/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/store.js").RunView} RunView */

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} run
 * @property {string} source a selector: charts, or canvases
 */

/** @type {Panel[]} */
const PANELS = [
  { title: "a  The search", run: "lottery", source: "#tickets-chart svg" },
  { title: "b  First-layer masks", run: "lottery", source: "#mask-lottery, #mask-random" },
  { title: "c  Neighbouring survivors", run: "lottery", source: "#adjacency-chart svg" },
  { title: "d  The controls", run: "controls", source: "#controls-chart svg" },
  { title: "e  Ticket minus rival", run: "controls", source: "#controls-lead svg" },
  { title: "f  Training at one level", run: "lottery", source: "#level-training svg" },
];

const CELL = { width: 520, height: 420, head: 34 };
const COLUMNS = 2;
const TITLE = "Lottery tickets on MNIST-1D";
const MARGIN = 20;
const LINE = 19;

/** A chart inside a box, as large as it fits. @param {SVGElement} chart @param {{x: number, y: number, width: number, height: number}} box */
function fitted(chart, box) {
  const { width, height } = boxOf(chart);
  const scale = Math.min(box.width / width, box.height / height);
  return svg(
    "g",
    { transform: `translate(${box.x} ${box.y}) scale(${scale})` },
    ...[...chart.childNodes].map((node) => node.cloneNode(true)),
  );
}

/** @param {HTMLCanvasElement[]} canvases @param {{x: number, y: number, width: number, height: number}} box */
function pictures(canvases, box) {
  const each = box.height / canvases.length;
  return canvases.map((canvas, index) => {
    const scale = Math.min(box.width / canvas.width, (each - 10) / canvas.height);
    return svg("image", {
      href: canvas.toDataURL("image/png"),
      x: box.x,
      y: box.y + index * each,
      width: canvas.width * scale,
      height: canvas.height * scale,
      "image-rendering": "pixelated",
    });
  });
}

export class PanelsView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** What the figure was put together from; null before that. @type {string | null} */
    this.made = null;
    this.note = new Note(find("#six figure", HTMLElement), { onAgain: () => this.make() });
    parts.store.subscribe(() => this.mark());
    parts.pick.subscribe(() => this.mark());
    byId("panels-make").addEventListener("click", () => this.make());
    enableDownloads("panels", true).addEventListener("click", (event) => {
      const kind = event.target instanceof HTMLElement ? event.target.dataset.kind : undefined;
      if (kind) void this.give(kind);
    });
  }

  /** What the panels show, and of which runs. */
  get key() {
    const { runs } = this.parts.store.get();
    const { lottery, controls } = runs;
    const of = [lottery, controls].map(
      (run) => run && [run.params, whoseOf(run), seedsIn(run), run.rows.length],
    );
    return JSON.stringify([of, this.at, this.parts.pick.now]);
  }

  /** It stays as it was put together, and says so once something else, or more of the same, is shown above. */
  mark() {
    const old = this.made !== null && this.made !== this.key;
    const text = "What is shown above has changed since this was put together.";
    this.note.show(old ? text : "", { again: "Put together again" });
  }

  make() {
    const width = COLUMNS * (CELL.width + MARGIN) + MARGIN;
    const legend = this.legend(width - MARGIN);
    const top = 40 + legend.height;
    const rows = Math.ceil(PANELS.length / COLUMNS);
    const lines = this.caption().flatMap((part) => wrapped(part, width - 2 * MARGIN));
    const foot = lines.length * LINE + MARGIN;
    const height = top + rows * (CELL.height + MARGIN) + foot;
    const root = svg("svg", {
      class: "chart",
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
    root.append(
      svg("rect", { class: "paper", width, height }),
      ...legend.items,
      ...PANELS.flatMap((panel, index) => this.panel(panel, index, top)),
      ...lines.map((line, index) =>
        svg("text", { class: "tick", x: MARGIN, y: height - foot + LINE * (index + 1) }, line),
      ),
    );
    byId("panels").replaceChildren(root);
    setText(byId("panels-caption"), this.text);
    const { runs } = this.parts.store.get();
    const missing = PANELS.filter(({ run }) => !runs[run]?.rows.length).length;
    const rest = missing > 0 ? `, ${missing} of them not run yet` : "";
    setText(byId("panels-summary"), `${PANELS.length} panels${rest}.`);
    namePlaces(byId("panels"), TITLE, this.text);
    setText(byId("panels-make"), "Put together again");
    this.made = this.key;
    this.mark();
    return { root, width, height };
  }

  /** The arms of the search, and the networks of the controls that are none of them. @param {number} width */
  legend(width) {
    const { runs } = this.parts.store.get();
    const arms = armsIn(runs.lottery?.rows ?? [], ARM_STYLES);
    const known = new Set(arms.map(({ id }) => id));
    const { mask_controls = [], weight_controls = [] } = runs.controls?.params ?? {};
    const cells = /** @type {string[]} */ (mask_controls).flatMap((arm) =>
      /** @type {string[]} */ (weight_controls).map((weights) => cellStyle(arm, weights)),
    );
    const others = cells.filter(({ id, open }) => open || !known.has(id));
    return drawLegend([...arms, ...others], width, 22);
  }

  /** @param {Panel} panel @param {number} index @param {number} top */
  panel({ title, run, source }, index, top) {
    const x = MARGIN + (index % COLUMNS) * (CELL.width + MARGIN);
    const y = top + Math.floor(index / COLUMNS) * (CELL.height + MARGIN);
    const shown = this.parts.store.get().runs[run];
    const head = svg("text", { class: "rowlabel", x, y }, `${title}${whoseOf(shown)}`);
    const box = { x, y: y + 12, width: CELL.width, height: CELL.height - CELL.head };
    const found = [...document.querySelectorAll(source)];
    const charts = found.filter((item) => item instanceof SVGElement);
    const canvases = found.filter((item) => item instanceof HTMLCanvasElement && !item.hidden);
    if (!shown?.rows.length) {
      return [head, svg("text", { class: "tick", x, y: y + 40 }, "Not run yet.")];
    }
    if (charts[0]) return [head, fitted(charts[0], box)];
    return [head, ...pictures(/** @type {HTMLCanvasElement[]} */ (canvases), box)];
  }

  get text() {
    return this.caption().join(" ");
  }

  caption() {
    const { config, store } = this.parts;
    const { runs } = store.get();
    const { trial, level } = this.at;
    const backends = new Set([runs.lottery, runs.controls].flatMap((run) => run?.backend || []));
    const of = ["lottery", "controls"].flatMap((name) => {
      const run = runs[name];
      if (!run || run.rows.length === 0) return [];
      const whose = run.phase === "recorded" ? "recorded" : "your run";
      return [`${name} (${whose}): ${describeRun(config, run)}`];
    });
    const open = this.parts.pick.now.published ? "; thin lines: published" : "";
    const removed = share(sparsities(runs.lottery?.rows ?? [])[level] ?? 0);
    return [
      `Lottery tickets on MNIST-1D. ${of.join("; ")}.`,
      `a: mean and range of the trials${open}. b, c, f: level ${level}, ${removed} removed, trial ${trial + 1}. c: the line holds 95 % of permutations within units.`,
      `d, e: means with 95 % intervals over trials. MNIST-1D Lab ${config.version}, ${[...backends].join(" and ")}.`,
    ];
  }

  /** @param {string} kind */
  async give(kind) {
    if (kind === "csv") return download("mnist1d-panels.csv", toCsv(this.rows()), "text/csv");
    if (kind === "json") {
      const content = { caption: this.text, rows: this.rows() };
      return download("mnist1d-panels.json", JSON.stringify(content), "application/json");
    }
    const { root, width, height } = this.make();
    root.prepend(svg("title", {}, TITLE), svg("desc", {}, this.text));
    const flat = flatten(root);
    flat.setAttribute("width", String(width));
    flat.setAttribute("height", String(height));
    const text = new XMLSerializer().serializeToString(flat);
    if (kind === "svg") return download("mnist1d-panels.svg", text, "image/svg+xml");
    return download("mnist1d-panels.png", await toPng({ text, width, height }));
  }

  get at() {
    return { trial: this.parts.pick.now.trial, level: levelOf(this.parts.store.get()) };
  }

  /** The numbers behind all panels. @returns {Row[]} */
  rows() {
    const { config, store, summaries } = this.parts;
    const { lottery, controls } = store.get().runs;
    const search = lottery ? searchRows(lottery, summaries.of("lottery"), this.at) : [];
    const compared = controls ? controlRows(summaries.of("controls")) : [];
    return [
      ...search.map((row) => stamped(config, lottery ?? emptyRun(), { run: "lottery", ...row })),
      ...compared.map((row) =>
        stamped(config, controls ?? emptyRun(), { run: "controls", ...row }),
      ),
    ];
  }
}

/** @param {RunView | undefined} run */
function whoseOf(run) {
  if (!run?.rows.length) return "";
  return run.phase === "recorded" ? " (recorded)" : " (your run)";
}
