/** What a page of curves does, as a browser runs it: plain JavaScript, which needs nothing but uPlot and the page's data. */
export const script = `
'use strict';
(function () {
  var data = JSON.parse(document.getElementById('compare-data').textContent);
  var box = document.getElementById('charts');
  var ink = function () { return getComputedStyle(document.body).color; };
  var faint = 'rgba(128,128,128,0.2)';
  var plots = [];

  function control(id) { return document.getElementById(id); }
  function settings() {
    return {
      x: control('x').value,
      smoothing: Number(control('smoothing').value),
      logX: control('log-x').checked,
      logY: control('log-y').checked,
      band: control('band').checked,
      single: control('single').checked,
    };
  }

  // The mean of what came before, weights falling by a factor at each row, as if there had been nothing before the first.
  function smoothed(ys, factor) {
    if (!(factor > 0)) return ys;
    var sum = 0, weight = 0;
    return ys.map(function (y) {
      sum = sum * factor + y * (1 - factor);
      weight = weight * factor + (1 - factor);
      return sum / weight;
    });
  }

  function number(v) {
    if (v === null || v === undefined) return '';
    if (v === 0) return '0';
    var size = Math.abs(v);
    return size < 1e-3 || size >= 1e6 ? v.toExponential(2) : String(Number(v.toPrecision(5)));
  }

  function coloured(hex, opacity) {
    var n = parseInt(hex.slice(1), 16);
    return 'rgba(' + [n >> 16, (n >> 8) & 255, n & 255, opacity].join(',') + ')';
  }

  // A run's values at all places, between its own by straight lines, beyond its ends none.
  function along(line, xs) {
    var at = 0;
    return xs.map(function (x) {
      while (at < line.x.length - 1 && line.x[at + 1] <= x) at++;
      var x0 = line.x[at], y0 = line.y[at];
      if (x === x0) return y0;
      if (x < x0 || at === line.x.length - 1) return null;
      return y0 + (line.y[at + 1] - y0) * (x - x0) / (line.x[at + 1] - x0);
    });
  }

  function linesOf(chart, set) {
    return chart.curves.map(function (curve) {
      var xs = set.x === 'epoch' ? curve.epoch : curve.step;
      if (!xs) return { run: curve.run, x: [], y: [] };
      var ys = smoothed(curve.y, set.smoothing);
      var keep = xs.map(function (x, i) { return (!set.logX || x > 0) && (!set.logY || ys[i] > 0); });
      var kept = function (all) { return all.filter(function (_, i) { return keep[i]; }); };
      return { run: curve.run, x: kept(xs), y: kept(ys) };
    }).filter(function (line) { return line.x.length > 0; });
  }

  function placesOf(lines) {
    var all = new Set();
    lines.forEach(function (line) { line.x.forEach(function (x) { all.add(x); }); });
    return Array.from(all).sort(function (a, b) { return a - b; });
  }

  // Mean and standard deviation (n - 1) of the runs that are there at each place.
  function courseOf(rows, length) {
    var course = { mean: [], low: [], high: [], n: [] };
    for (var i = 0; i < length; i++) {
      var ys = rows.map(function (row) { return row[i]; }).filter(function (y) { return y !== null; });
      var n = ys.length;
      var mean = n === 0 ? null : ys.reduce(function (a, b) { return a + b; }, 0) / n;
      var sd = n < 2 ? null : Math.sqrt(ys.reduce(function (a, y) { return a + (y - mean) * (y - mean); }, 0) / (n - 1));
      course.mean.push(mean);
      course.low.push(sd === null ? null : mean - sd);
      course.high.push(sd === null ? null : mean + sd);
      course.n.push(n);
    }
    return course;
  }

  function contentsOf(chart, set) {
    var lines = linesOf(chart, set);
    var xs = placesOf(lines);
    var columns = [xs], series = [{ label: set.x === 'epoch' ? 'epoch' : data.x, value: function (u, v) { return number(v); } }], bands = [];
    function add(values, options) {
      columns.push(values);
      series.push(Object.assign({ spanGaps: true, points: { show: xs.length <= 60, size: 5 } }, options));
      return columns.length - 1;
    }
    data.groups.forEach(function (group, g) {
      var own = lines.filter(function (line) { return data.runs[line.run].group === g && data.runs[line.run].finished; });
      if (own.length === 0) return;
      var course = courseOf(own.map(function (line) { return along(line, xs); }), xs.length);
      var hidden = { class: 'edge', stroke: 'transparent', points: { show: false } };
      add(course.mean, {
        label: group.letter, stroke: group.colour, width: 2,
        value: function (u, v, s, i) {
          if (v === null || v === undefined || i === null) return '';
          var high = course.high[i];
          return number(v) + (high === null ? '' : ' ± ' + number(high - v) + ' (' + course.n[i] + ')');
        },
      });
      if (set.band && own.length > 1) {
        var positive = function (low) { return set.logY && low !== null && low <= 0 ? null : low; };
        var high = add(course.high, hidden), low = add(course.low.map(positive), hidden);
        bands.push({ series: [high, low], fill: coloured(group.colour, 0.18) });
      }
    });
    lines.forEach(function (line) {
      var run = data.runs[line.run], colour = data.groups[run.group].colour;
      if (run.finished && !set.single) return;
      add(along(line, xs), { label: run.name, stroke: coloured(colour, 0.7), width: 1, dash: run.finished ? [] : [5, 4], value: function (u, v) { return number(v); } });
    });
    return { columns: columns, series: series, bands: bands };
  }

  function draw(chart) {
    var set = settings();
    var contents = contentsOf(chart, set);
    var figure = document.createElement('figure');
    box.appendChild(figure);
    if (contents.columns[0].length === 0) {
      figure.textContent = chart.title + ': no values to show' + (set.logX || set.logY ? ' above 0' : '');
      return;
    }
    var values = function (u, splits) { return splits.map(function (v) { return v === null ? '' : number(v); }); };
    var axis = { stroke: ink, grid: { stroke: faint }, ticks: { stroke: faint }, values: values };
    var whole = function (u, splits) { return splits.length > 12 ? splits.map(function (v) { return Math.abs(Math.log10(v) % 1) < 1e-9 ? v : null; }) : splits; };
    var range = function (u, low, high) { return uPlot.rangeLog(low, high, 10, false); };
    var scale = function (log) { return log ? { time: false, distr: 3, range: range } : { time: false }; };
    var axes = [[set.x === 'epoch' ? 'epoch' : data.x, 44, set.logX], [chart.y, 64, set.logY]].map(function (one) {
      return Object.assign({ label: one[0], size: one[1] }, axis, one[2] ? { filter: whole } : {});
    });
    plots.push(new uPlot({
      title: chart.title, width: Math.max(320, figure.clientWidth - 12), height: 300,
      scales: { x: scale(set.logX), y: scale(set.logY) }, axes: axes,
      series: contents.series, bands: contents.bands,
      cursor: { sync: { key: 'compare' }, drag: { x: true, y: true, uni: 40 } },
    }, contents.columns, figure));
  }

  function drawAll() {
    plots.forEach(function (plot) { plot.destroy(); });
    plots = [];
    box.textContent = '';
    control('smoothing-value').textContent = control('smoothing').value;
    data.charts.forEach(function (chart, i) { if (control('chart-' + i).checked) draw(chart); });
  }

  document.querySelectorAll('#controls input, #controls select').forEach(function (one) { one.addEventListener('input', drawAll); });
  var width = innerWidth;
  addEventListener('resize', function () { if (innerWidth !== width) { width = innerWidth; drawAll(); } });
  drawAll();
})();
`.trim();
