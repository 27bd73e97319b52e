// The build puts uPlot.esm.js beside this file's place in dist/; its types come from npm's `uplot`.
export { default } from "uplot";
