/* The list of objects: the deeds for chosen rows show once a row is chosen; on a phone the filters begin closed. */

function tellPicked() {
  document.querySelectorAll("[data-picked]").forEach((part) => {
    const chosen = part.closest("form").querySelectorAll("input[name=ma]:checked").length;
    part.classList.toggle("none", chosen === 0);
  });
}

function foldFilters() {
  if (window.matchMedia("(max-width: 960px)").matches) {
    document.querySelectorAll(".facets[open]").forEach((facets) => { facets.open = false; });
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=ma], [data-check-all]")) tellPicked();
});
document.addEventListener("htmx:after:swap", () => { tellPicked(); foldFilters(); });
tellPicked();
foldFilters();
