"use strict";

const WINDOW_SECONDS = 180;
const KEPT = 360;
const PERIOD_MILLIS = 500;
const LATE_NANOS = 20e6;
const SHORTEST = 1e3; // where the logarithmic axis may begin, in nanoseconds

const ROW = 12; // for the name of a switch above a chart
const SWITCHES = ["hog", "saturation"];

const LINES = {
  p50: { colour: "--p50", dash: [], width: 2 },
  p99: { colour: "--p99", dash: [7, 4], width: 1.5 },
  max: { colour: "--max", dash: [2, 3], width: 1.2 },
};

const byId = (id) => document.getElementById(id);

// ---- words for figures ----

function time(nanos) {
  if (nanos === null || nanos === undefined) {
    return "–";
  }
  const micros = nanos / 1e3;
  if (micros < 999.5) {
    return micros.toFixed(0) + " µs";
  }
  const millis = micros / 1e3;
  return millis < 999.5 ? millis.toFixed(millis < 9.95 ? 1 : 0) + " ms" : (millis / 1e3).toFixed(1) + " s";
}

/** Without needless zeros, for axes and levels. */
function level(nanos) {
  const [size, unit] = nanos < 1e6 ? [1e3, "µs"] : nanos < 1e9 ? [1e6, "ms"] : [1e9, "s"];
  return Number((nanos / size).toPrecision(3)) + " " + unit;
}

function percent(share) {
  return share === null || share === undefined ? "–" : (share * 100).toFixed(share < 0.0995 ? 1 : 0) + " %";
}

function number(value) {
  return value === null || value === undefined ? "–" : value.toLocaleString("en").replaceAll(",", "\u202f");
}

function clock(seconds) {
  return new Date(seconds * 1000).toTimeString().slice(0, 8);
}

function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

// ---- what is known ----

const history = { run: null, last: 0 };
const columns = { t: [], loop: {}, resume: {}, overdue: [], busy: [], pending: [], hog: [], saturation: [] };

function forget() {
  history.last = 0;
  for (const name of Object.keys(columns)) {
    columns[name] = name === "loop" || name === "resume" ? { p50: [], p99: [], max: [] } : [];
  }
}

function remember(sample) {
  history.last = sample.number;
  columns.t.push(sample.epochMillis / 1000);
  for (const [name, spread] of [["loop", sample.loopLag], ["resume", sample.resumeLag]]) {
    for (const line of Object.keys(LINES)) {
      columns[name][line].push(spread === null ? null : Math.max(spread[line], SHORTEST));
    }
  }
  columns.overdue.push(sample.overdueNanos);
  columns.busy.push(sample.busyShare);
  columns.pending.push(sample.pending);
  columns.hog.push(sample.hog);
  columns.saturation.push(sample.saturation);
}

function trim() {
  const lists = Object.values(columns).flatMap((one) => (Array.isArray(one) ? [one] : Object.values(one)));
  for (const list of lists) {
    list.splice(0, list.length - KEPT);
  }
}

// ---- charts ----

let colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["--text", "--muted", "--grid", "--card", "--fill", "--hog", "--saturation"];
  for (const name of [...names, ...Object.values(LINES).map((line) => line.colour)]) {
    colours[name] = style.getPropertyValue(name).trim();
  }
}

function font(size) {
  return size * devicePixelRatio + "px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
}

/** Shows when a switch was on: a tinted band, and its name above it if there is room. */
function drawBands(u) {
  const { left, top, width, height } = u.bbox;
  const row = ROW * devicePixelRatio;
  u.ctx.save();
  u.ctx.font = font(10.5);
  u.ctx.textBaseline = "top";
  u.ctx.textAlign = "left";
  SWITCHES.forEach((name, at) => {
    const on = columns[name];
    for (let i = 0; i < on.length; i++) {
      if (!on[i]) {
        continue;
      }
      const first = i;
      while (i + 1 < on.length && on[i + 1]) {
        i++;
      }
      const from = Math.max(left, u.valToPos(columns.t[Math.max(0, first - 1)], "x", true));
      const to = Math.min(left + width, u.valToPos(columns.t[i], "x", true));
      u.ctx.fillStyle = colours["--" + name];
      u.ctx.fillRect(from, top, to - from, height);
      u.ctx.fillStyle = colours["--muted"];
      if (top > 2 * row && from + u.ctx.measureText(name).width < left + width) {
        u.ctx.fillText(name, from, top - (2 - at) * row);
      }
    }
  });
  u.ctx.restore();
}

/** Names each line at its end; names that would meet are moved apart. */
function drawNames(u) {
  const gap = 13 * devicePixelRatio;
  const ends = [];
  for (let s = 1; s < u.series.length; s++) {
    let i = u.data[s].length - 1;
    while (i >= 0 && u.data[s][i] === null) {
      i--;
    }
    if (i >= 0) {
      ends.unshift({ series: u.series[s], y: u.valToPos(u.data[s][i], "y", true) });
    }
  }
  ends.sort((a, b) => a.y - b.y); // stable: of equals, max comes first
  for (let i = 1; i < ends.length; i++) {
    ends[i].y = Math.max(ends[i].y, ends[i - 1].y + gap);
  }
  const lowest = u.bbox.top + u.bbox.height - gap / 2;
  for (let i = ends.length - 1; i >= 0; i--) {
    const bound = i === ends.length - 1 ? lowest : ends[i + 1].y - gap;
    ends[i].y = Math.min(ends[i].y, bound);
  }
  u.ctx.save();
  u.ctx.font = "600 " + font(11);
  u.ctx.textBaseline = "middle";
  u.ctx.textAlign = "left";
  for (const end of ends) {
    u.ctx.fillStyle = colours[LINES[end.series.label].colour];
    u.ctx.fillText(end.series.label, u.bbox.left + u.bbox.width + 6 * devicePixelRatio, end.y);
  }
  u.ctx.restore();
}

function axis(more) {
  return {
    font: "11px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif",
    stroke: () => colours["--muted"],
    grid: { stroke: () => colours["--grid"], width: 1 },
    ticks: { show: false },
    ...more,
  };
}

function xAxis() {
  return axis({
    size: 24,
    space: 62,
    incrs: [30, 60, 120],
    values: (u, splits) => splits.map((at) => clock(at)),
  });
}

function timeRange() {
  const end = columns.t.length === 0 ? Date.now() / 1000 : columns.t[columns.t.length - 1];
  return [end - WINDOW_SECONDS, end];
}

/** Whole decades, the same for both lags, so that they can be compared by eye. */
function lagRange() {
  let least = 1e4;
  let most = 1e8;
  for (const lag of [columns.loop, columns.resume]) {
    lag.p50.forEach((value) => (least = value === null ? least : Math.min(least, value)));
    lag.max.forEach((value) => (most = value === null ? most : Math.max(most, value)));
  }
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most) + 0.05)];
}

function decades(u, at, min, max) {
  const all = [];
  for (let exponent = Math.round(Math.log10(min)); 10 ** exponent <= max * 1.001; exponent++) {
    all.push(10 ** exponent);
  }
  return all;
}

const charts = {};

/** A legend with a sample of each line; values are those under the cursor, or the last. */
function legend(name, series, words) {
  const outputs = series.map((one) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 26 8");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [key, value] of Object.entries({ x1: 0, x2: 26, y1: 4, y2: 4, class: "line-" + one.line })) {
      line.setAttribute(key, value);
    }
    line.setAttribute("stroke-dasharray", LINES[one.line].dash.join(" "));
    svg.append(line);
    const output = element("output", "", "–");
    byId(name + "-legend").append(element("li", "", svg, one.label, output));
    return output;
  });
  return (u) => {
    const at = u.cursor.idx ?? u.data[0].length - 1;
    outputs.forEach((output, i) => say(output, words(u.data[i + 1][at])));
  };
}

function chart(name, data, series, scale, y, words, [above, beside]) {
  const box = byId(name + "-chart");
  const show = legend(name, series, words);
  const plot = new uPlot(
    {
      width: box.clientWidth,
      height: box.clientHeight,
      padding: [above, beside, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: "lag" }, drag: { x: false, y: false }, y: false },
      scales: { x: { range: timeRange }, y: scale },
      axes: [xAxis(), axis({ size: 54, values: (u, splits) => splits.map(y.value), ...y.axis })],
      series: [
        {},
        ...series.map((one) => ({
          label: one.line,
          width: LINES[one.line].width,
          stroke: () => colours[LINES[one.line].colour],
          dash: LINES[one.line].dash,
          fill: one.filled ? () => colours["--fill"] : undefined,
          points: { show: false },
        })),
      ],
      hooks: { drawClear: [drawBands], draw: series.length > 1 ? [drawNames] : [], setCursor: [show], setData: [show] },
    },
    data(),
    box,
  );
  charts[name] = { plot, refresh: () => plot.setData(data()) };
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: box.clientHeight })).observe(box);
}

function lagChart(name) {
  const series = Object.keys(LINES).map((line) => ({ label: line, line }));
  const data = () => [columns.t, ...Object.keys(LINES).map((line) => columns[name][line])];
  const y = { value: level, axis: { splits: decades, filter: (u, splits) => splits } };
  chart(name, data, series, { distr: 3, range: lagRange }, y, time, [2 * ROW + 2, 38]);
}

function figureChart(name, label, top, words, value) {
  const range = () => [0, Math.max(top, ...columns[name]) * 1.08];
  const series = [{ label, line: "p50", filled: true }];
  chart(name, () => [columns.t, columns[name]], series, { range }, { value, axis: { space: 26 } }, words, [6, 24]);
}

function drawCharts() {
  lagChart("loop");
  lagChart("resume");
  figureChart("overdue", "highest in half a second", 20e6, time, (v) => (v === 0 ? "0" : level(v)));
  figureChart("busy", "share of the time", 1 / 1.08, percent, (v) => Math.round(v * 100) + " %");
  figureChart("pending", "in the heap", 100, number, number);
}

// ---- figures, histogram, tasks ----

function showFigure(id, text, nanos) {
  say(byId(id), text);
  if (nanos !== undefined && nanos !== null) {
    byId(id).dataset.nanos = nanos;
  }
}

function showFigures(figures) {
  showFigure("overdue", time(figures.overdueNanos), figures.overdueNanos);
  byId("overdue").parentElement.classList.toggle("late", figures.overdueNanos >= LATE_NANOS);
  showFigure("busy", percent(figures.busyShare));
  showFigure("fired", number(figures.firedPerSecond) + " /s");
  showFigure("pending", number(figures.pending));
  showFigure("live", number(figures.tasksLive));
  showFigure("stalls", number(figures.stalls));
  showFigure("missed", number(figures.missedTicks));
  showFigure("mode", figures.lagMode + ", " + (figures.lowSlack ? "lowest" : "normal"));
  showFigure("runqueue", percent(figures.runQueueShare));
  byId("runqueue-tile").hidden = figures.runQueueShare === null;
}

function showSpread(name, spread) {
  for (const line of Object.keys(LINES)) {
    const cell = byId(name + "-" + line);
    delete cell.dataset.nanos;
    showFigure(cell.id, spread === null ? "none" : time(spread[line]), spread === null ? null : spread[line]);
  }
  showFigure(name + "-count", spread === null ? "0" : number(spread.count));
}

function barCell(kind) {
  const bar = element("div", "bar " + kind);
  const output = element("output");
  return { cell: element("td", "", element("div", "cell", element("div", "", bar), output)), bar, output };
}

const histogramRows = [];

function showHistogram(levels, loop, resume) {
  while (histogramRows.length <= levels.length) {
    const at = histogramRows.length;
    const label = element("th", "", at < levels.length ? level(levels[at]) : "more");
    label.scope = "row";
    const row = { loop: barCell("loop"), resume: barCell("resume") };
    byId("histogram").append(element("tr", "", label, row.loop.cell, row.resume.cell));
    histogramRows.push(row);
  }
  histogramRows.forEach((row, at) => {
    for (const [part, spread] of [[row.loop, loop], [row.resume, resume]]) {
      const share = spread === null ? 0 : spread.levels[at] / spread.count;
      part.bar.style.width = Math.max(share * 100, 1) + "%";
      part.bar.dataset.empty = share === 0;
      say(part.output, share === 0 ? "" : share < 0.0005 ? "< 0.1 %" : percent(share));
    }
  });
}

function due(nanos) {
  return nanos === null ? "none" : nanos >= 0 ? "in " + time(nanos) : "over by " + time(-nanos);
}

function showTasks(tasks) {
  const body = byId("tasks");
  while (body.rows.length > tasks.rows.length) {
    body.lastElementChild.remove();
  }
  tasks.rows.forEach((task, at) => {
    const row = body.rows[at] ?? body.insertRow();
    row.dataset.state = task.state;
    const words = [task.id, task.name, task.state, number(task.polls), due(task.dueInNanos), task.waitsFor];
    words.forEach((word, i) => say(row.cells[i] ?? row.insertCell(), String(word)));
  });
  say(byId("more"), tasks.more > 0 ? "And " + number(tasks.more) + " more." : "These are all.");
}

// ---- verdict and switches ----

function judge(state, mark, headline, reason) {
  byId("verdict").dataset.state = state;
  say(byId("mark"), mark);
  say(byId("headline"), headline);
  say(byId("reason"), reason);
}

function showVerdict(verdict) {
  if (verdict === null) {
    judge("starting", "…", "Nothing has been measured yet.", "The first figures come within a second.");
  } else {
    judge(verdict.well ? "good" : "bad", verdict.well ? "✓" : "!", verdict.headline, verdict.reason);
  }
}

function showSwitches(switches) {
  SWITCHES.forEach((name) => byId(name).setAttribute("aria-pressed", switches[name]));
}

async function turn(name) {
  const on = byId(name).getAttribute("aria-pressed") !== "true";
  try {
    const reply = await fetch("/switches/" + name, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "on=" + on,
    });
    if (reply.ok) {
      byId(name).setAttribute("aria-pressed", on);
    }
  } catch {
    disconnected();
  }
}

// ---- the connection ----

function disconnected() {
  document.body.dataset.connected = "false";
  judge("off", "×", "No connection.", "The program has ended, or does not answer. This page goes on asking.");
}

function show(report) {
  if (report.run !== history.run) {
    const known = history.run !== null;
    history.run = report.run;
    forget();
    if (known) {
      return; // another start of the program: asks again, for all samples
    }
  }
  document.body.dataset.connected = "true";
  report.samples.forEach(remember);
  trim();
  const carriers = report.jdkCarriers === 1 ? "1 JDK carrier" : report.jdkCarriers + " JDK carriers";
  say(byId("subtitle"), "Escapement runtime ‘" + report.runtime + "’, " + carriers + ", " + clock(report.epochMillis / 1000));
  showVerdict(report.verdict);
  showSwitches(report.switches);
  showFigures(report.figures);
  showSpread("loop", report.loopLag);
  showSpread("resume", report.resumeLag);
  showHistogram(report.levels, report.loopLag, report.resumeLag);
  showTasks(report.tasks);
  Object.values(charts).forEach((one) => one.refresh());
}

async function ask() {
  let pause = PERIOD_MILLIS;
  try {
    const reply = await fetch("/data?since=" + history.last, { signal: AbortSignal.timeout(4000) });
    if (!reply.ok) {
      throw new Error("status " + reply.status);
    }
    show(await reply.json());
  } catch {
    disconnected();
    pause = 2 * PERIOD_MILLIS;
  }
  setTimeout(ask, pause);
}

forget();
readColours();
drawCharts();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readColours();
  Object.values(charts).forEach((one) => one.plot.redraw());
});
SWITCHES.forEach((name) => byId(name).addEventListener("click", () => turn(name)));
ask();
