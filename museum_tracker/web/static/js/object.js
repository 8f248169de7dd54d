/* The object page: the index marks the section in view, `e` edits it, an opened form takes the focus. */

const links = new Map([...document.querySelectorAll(".section-index a")].map((link) => [link.hash.slice(1), link]));
let current = null;

function mark(id) {
  if (id === current || !links.has(id)) return;
  links.get(current)?.removeAttribute("aria-current");
  links.get(id).setAttribute("aria-current", "true");
  current = id;
}

function follow() {
  const sections = [...document.querySelectorAll(".sections .stack > [id]")];
  const line = window.innerHeight * 0.35;
  const above = sections.filter((section) => section.getBoundingClientRect().top <= line);
  const last = above.at(-1) ?? sections[0];
  if (last) mark(last.id);
}

document.addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });

document.addEventListener("keydown", (event) => {
  if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const section = (current && document.getElementById(current)?.querySelector("[data-edit-section]")) ?? document.querySelector("[data-edit-section]");
  if (section) {
    event.preventDefault();
    section.click();
  }
});

function focusForm() {
  const form = document.querySelector(".editing form");
  if (form && !form.contains(document.activeElement)) form.querySelector("[aria-invalid], input:not([type=hidden]), textarea, select")?.focus();
}

document.addEventListener("htmx:after:swap", focusForm);
focusForm();
follow();
