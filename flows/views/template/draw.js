"use strict";
(async () => {
  const given = /*given*/;
  const options = { actions: false, ast: true, mode: "vega-lite", renderer: "svg", config: given.config };
  const drawings = Object.entries(given.charts).map(([id, spec]) => vegaEmbed(document.getElementById(id), spec, options));
  await Promise.all(drawings);
  document.documentElement.dataset.drawn = String(drawings.length);
})();
