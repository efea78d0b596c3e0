/* Draws the charts of a report, which stands in the page as JSON, and draws them again when the page turns light or dark. */
const report = JSON.parse(document.getElementById("report").textContent);
const COLOURS = {
  pilum: "#e4572e", lucene: "#2e86ab", jvector: "#7b6cf6", "hnswlib-core": "#9a8c0f",
  langchain4j: "#2a9d6f", pgvector: "#c2549d", lancedb: "#d09a1c", "sqlite-vec": "#8a8a84",
};
const ENGINES = report.peers.filter((peer) => peer.skipped === null).map((peer) => peer.name);
const LOG_FROM = 15;

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (engine) => COLOURS[engine] ?? style("--text");

function shortly(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

function figure(parent, title, faint) {
  const place = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title + " ";
  const small = document.createElement("span");
  small.textContent = faint;
  caption.append(small);
  place.append(caption);
  document.getElementById(parent).append(place);
  return place;
}

function axis(more) {
  const line = { stroke: style("--line"), width: 1 };
  return { stroke: style("--faint"), grid: line, ticks: line, ...more };
}

/* From one power of ten to another, with both values between them. */
function decades(least, most) {
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most))];
}

/* The powers of ten from one to another. */
function powers(from, to) {
  const all = [];
  for (let power = Math.round(Math.log10(from)); power <= Math.round(Math.log10(to)); power++) {
    all.push(10 ** power);
  }
  return all;
}

function tick(value) {
  return value === null ? "" : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

/* Bars, one for each engine that has a figure; their ends have numbers. */
function bars(line) {
  const engines = ENGINES.filter((engine) => line.figures[engine]?.median > 0);
  const values = engines.map((engine) => line.figures[engine].median);
  if (values.length === 0) {
    return;
  }
  const log = Math.max(...values) / Math.min(...values) > LOG_FROM;
  const better = line.unit === "PER_SECOND" ? "more is better" : "less is better";
  const place = figure("bars", line.title, `${signs[line.unit]}, ${better}${log ? ", logarithmic" : ""}`);
  const range = log ? decades(Math.min(...values) / 1.5, Math.max(...values) * 2) : [0, Math.max(...values) * 1.15];
  const numbers = (plot) => {
    plot.ctx.save();
    plot.ctx.fillStyle = style("--text");
    plot.ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    plot.ctx.textAlign = "center";
    values.forEach((value, i) =>
      plot.ctx.fillText(shortly(value), plot.valToPos(i, "x", true), plot.valToPos(value, "y", true) - 5 * devicePixelRatio));
    plot.ctx.restore();
  };
  new uPlot(
    {
      width: 380, height: 230, padding: [null, 28, null, null], legend: { show: false }, cursor: { show: false },
      scales: { x: { time: false, range: [-0.6, engines.length - 0.4] }, y: { distr: log ? 3 : 1, range: () => range } },
      axes: [
        axis({ grid: { show: false }, splits: () => engines.map((_, i) => i), values: () => engines, rotate: engines.length > 5 ? -35 : 0, size: engines.length > 5 ? 70 : 40 }),
        axis({ size: 78, ...(log && { splits: () => powers(...range) }), values: (_, splits) => splits.map(tick) }),
      ],
      series: [{}, ...engines.map((engine) => ({ fill: colour(engine), stroke: colour(engine), points: { show: false }, paths: uPlot.paths.bars({ size: [0.65, 60] }) }))],
      hooks: { draw: [numbers] },
    },
    [engines.map((_, i) => i), ...engines.map((_, own) => values.map((value, i) => (i === own ? value : null)))],
    place,
  );
}

/* Lines of several engines, each with x values of its own. */
function lines(parent, title, faint, curves, x, y) {
  if (curves.length === 0) {
    return;
  }
  const joined = uPlot.join(curves.map((curve) => [curve.x, curve.y]));
  new uPlot(
    {
      width: parent === "curve" ? 1180 : 380, height: parent === "curve" ? 420 : 280,
      legend: { live: false }, scales: { x: { time: false, ...x.scale }, y: { distr: 3 } },
      axes: [axis({ label: x.label, labelSize: 24, ...(x.splits && { splits: x.splits, filter: (_, splits) => splits }), values: x.values }), axis({ label: y, labelSize: 24, size: 62 })],
      series: [
        { label: x.label },
        ...curves.map((curve) => ({
          label: curve.engine, stroke: colour(curve.engine), width: curve.engine === "pilum" ? 3 : 1.5,
          spanGaps: true, points: { show: true, size: 6, fill: colour(curve.engine) },
        })),
      ],
    },
    joined,
    figure(parent, title, faint),
  );
}

/* uPlot wants rising x: of points with the same recall the fastest stands for all. */
function rising(points) {
  const best = new Map();
  for (const point of points) {
    best.set(point.recall, Math.max(point.perSecond, best.get(point.recall) ?? 0));
  }
  const sorted = [...best].sort((a, b) => a[0] - b[0]);
  return { x: sorted.map((point) => point[0]), y: sorted.map((point) => point[1]) };
}

function growth() {
  const titles = [...new Set(report.growth.map((each) => each.title))];
  for (const title of titles) {
    const all = report.growth.filter((each) => each.title === title && each.sizes.length > 0);
    const curves = all.map((each) => ({
      engine: each.peer, x: each.sizes.map((size) => size.rows), y: each.sizes.map((size) => size.value),
    }));
    const sizes = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
    const rows = { label: "rows", scale: { distr: 3 }, splits: () => sizes, values: (_, splits) => splits.map((split) => split?.toLocaleString("en") ?? "") };
    lines("growth", title, `${signs[all[0].unit]}, both axes logarithmic`, curves, rows, "");
  }
}

function draw() {
  for (const id of ["bars", "curve", "growth"]) {
    document.getElementById(id)?.replaceChildren();
  }
  report.lines.filter((line) => line.place > 0).sort((a, b) => a.place - b.place).forEach(bars);
  const curves = report.curves.map((curve) => ({ engine: curve.peer, ...rising(curve.points) }));
  lines("curve", "Searches each second by recall", "up and right is better", curves, { label: "recall", scale: {} }, "searches per second");
  growth();
}

const signs = { MICROS: "µs", MILLIS: "ms", SECONDS: "s", MIB: "MiB", PER_SECOND: "per second" };
draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
