/* Deep zoom into a picture from the house's own tiles. */
const stages = [...document.querySelectorAll("[data-zoom]")];
const tools = document.querySelector("[data-look-tools]");
const viewers = new Map();
let current = 0;

async function open(stage) {
  if (viewers.has(stage)) return viewers.get(stage);
  const answer = await fetch(stage.dataset.zoom, { headers: { Accept: "application/json" } });
  if (!answer.ok) return null;
  const told = await answer.json();
  const last = told.levels.length - 1;
  stage.querySelector(".look-still")?.remove();
  const viewer = window.OpenSeadragon({
    element: stage,
    showNavigationControl: false,
    maxZoomPixelRatio: 3,
    visibilityRatio: 0.6,
    drawer: "canvas",
    tileSources: {
      width: told.width,
      height: told.height,
      tileSize: told.tile,
      minLevel: 0,
      maxLevel: last,
      getLevelScale: (level) => told.levels[level].width / told.width,
      getNumTiles: (level) => new window.OpenSeadragon.Point(Math.ceil(told.levels[level].width / told.tile), Math.ceil(told.levels[level].height / told.tile)),
      getTileUrl: (level, column, row) => told.tiles.replace("{level}", level).replace("{column}", column).replace("{row}", row),
    },
  });
  viewers.set(stage, viewer);
  return viewer;
}

async function show(index) {
  current = Math.min(Math.max(index, 0), stages.length - 1);
  stages.forEach((stage, number) => { stage.hidden = number !== current; });
  const page = document.querySelector("[data-look-page]");
  if (page) page.textContent = `${current + 1} / ${stages.length}`;
  await open(stages[current]);
}

if (stages.length) {
  await show(0);
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-look]")?.dataset.look;
    const viewer = viewers.get(stages[current]);
    if (deed === "previous") show(current - 1);
    if (deed === "next") show(current + 1);
    if (!viewer) return;
    if (deed === "in") viewer.viewport.zoomBy(1.6);
    if (deed === "out") viewer.viewport.zoomBy(1 / 1.6);
    if (deed === "home") viewer.viewport.goHome();
    if (deed === "full") document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  });
}
