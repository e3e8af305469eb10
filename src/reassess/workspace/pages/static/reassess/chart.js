// Zoom and move for the chart and the map. Without it both are drawn whole, and the table says the same.
"use strict";

for (const chart of document.querySelectorAll("[data-chart]")) {
  const svg = chart.querySelector("svg");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  const show = () => svg.setAttribute("viewBox", view.join(" "));
  const zoom = (by) => {
    const [x, y, w, h] = view;
    const width = Math.min(Math.max(w * by, whole[2] / 8), whole[2]);
    const height = (width / whole[2]) * whole[3];
    view = [x + (w - width) / 2, y + (h - height) / 2, width, height];
    show();
  };
  const shift = (dx, dy) => {
    view = [view[0] + (dx * view[2]) / 10, view[1] + (dy * view[3]) / 10, view[2], view[3]];
    show();
  };
  const acts = { in: () => zoom(0.8), out: () => zoom(1.25), all: () => { view = [...whole]; show(); } };
  chart.querySelector("[data-tools]").hidden = false;
  for (const button of chart.querySelectorAll("[data-zoom]")) button.addEventListener("click", acts[button.dataset.zoom]);
  const keys = {
    "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.all,
    ArrowLeft: () => shift(-1, 0), ArrowRight: () => shift(1, 0), ArrowUp: () => shift(0, -1), ArrowDown: () => shift(0, 1),
  };
  svg.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}
