/* The stage of an object: thumbnails choose what is shown, a tap opens the viewer in place. Without it, the links open the viewer's own page. */
if (!window.museumStage) {
  window.museumStage = true;
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const pick = event.target.closest("[data-stage-pick]");
    if (pick) {
      event.preventDefault();
      const stage = pick.closest("[data-stage]");
      stage.querySelectorAll("[data-stage-item]").forEach((item) => { item.hidden = item.id !== pick.dataset.stagePick; });
      stage.querySelectorAll("[data-stage-pick]").forEach((other) => other.removeAttribute("aria-current"));
      pick.setAttribute("aria-current", "true");
      return;
    }
    const open = event.target.closest("[data-viewer-open]");
    if (open) {
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.className = "viewer-frame";
      frame.src = open.href;
      frame.title = open.dataset.viewerTitle;
      frame.allowFullscreen = true;
      open.replaceWith(frame);
      frame.focus();
    }
  });
}
