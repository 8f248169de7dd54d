/* The viewer's page: the tools under the picture or model, and no heading inside another page. */
if (window.top !== window) document.documentElement.classList.add("framed");
if (!document.fullscreenEnabled) document.querySelector('[data-look="full"]')?.remove();
const tools = document.querySelector("[data-look-tools]");
const model = document.querySelector("model-viewer");

function turnCloser(share) {
  const orbit = model.getCameraOrbit();
  model.cameraOrbit = `${orbit.theta}rad ${orbit.phi}rad ${orbit.radius * share}m`;
}

if (tools && model) {
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-look]")?.dataset.look;
    if (deed === "in") turnCloser(0.8);
    if (deed === "out") turnCloser(1.25);
    if (deed === "home") { model.cameraOrbit = "auto auto auto"; model.fieldOfView = "auto"; model.resetTurntableRotation(); }
    if (deed === "full") document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  });
}
