/* What every page can do: keyboard, menus, questions before deeds without undo, unsaved changes. All of it is extra: pages work without.

   data-hotkey="e"        this link or button answers to the key (not while typing)
   data-hotkey-save       Ctrl+Enter in its form presses it
   data-search            `/` goes there
   data-rows              a list whose rows j and k walk through; Enter opens the row's first link
   data-menu              a <details> that closes on Escape or a tap elsewhere
   data-opens="id"        opens the <dialog>; data-closes inside a dialog closes it
   data-confirm="text"    a form that asks first
   data-guard             a form that warns before unsaved changes are left behind
   data-autosubmit        a control that sends its form when changed
   data-check-all="name"  ticks all boxes of that name
   data-calendar          a button behind a day's field that opens the browser's calendar
   data-shows="id" (checkbox or radio)   shows the element while ticked
   data-focus             takes the focus when the page opens (error summaries)
   data-back              goes back, where the browser still has what was typed
   data-print             prints the page */

const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;

function walkRows(key) {
  const rows = [...document.querySelectorAll("[data-rows] > *")].filter((row) => row.querySelector("a[href]"));
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.hasAttribute("data-here"));
  const next = rows[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), rows.length - 1)];
  rows.forEach((row) => row.removeAttribute("data-here"));
  next.setAttribute("data-here", "");
  next.querySelector("a[href]").focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = event.target.closest("form")?.querySelector("[data-hotkey-save]") ?? document.querySelector("form[data-guard] [data-hotkey-save]");
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  } else if ((event.key === "j" || event.key === "k") && walkRows(event.key)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.closest("[data-back]")) history.back();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.matches("[data-autosubmit]")) control.form.requestSubmit();
  if (control.matches("[data-check-all]")) {
    document.getElementsByName(control.dataset.checkAll).forEach((box) => {
      box.checked = control.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  if (control.matches("input[type=checkbox], input[type=radio]")) showDependants();
  control.closest("form[data-guard]")?.setAttribute("data-dirty", "");
});

document.addEventListener("input", (event) => event.target.closest("form[data-guard]")?.setAttribute("data-dirty", ""));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
    event.preventDefault();
    return;
  }
  form.removeAttribute("data-dirty");
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) event.preventDefault();
});

function showDependants() {
  document.querySelectorAll("[data-shows]").forEach((control) => {
    const part = document.getElementById(control.dataset.shows);
    if (part) part.hidden = !control.checked;
  });
}

function offerCalendars() {
  document.querySelectorAll("button[data-calendar]").forEach((button) => {
    const calendar = button.nextElementSibling;
    const field = button.previousElementSibling;
    if (!calendar.showPicker) return;
    button.hidden = calendar.hidden = false;
    button.addEventListener("click", () => {
      calendar.value = field.value.trim().split("/").reverse().map((part) => part.padStart(2, "0")).join("-");
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      field.value = calendar.value.split("-").reverse().join("/");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
}

function prepare() {
  offerCalendars();
  showDependants();
  document.querySelector("[data-focus]")?.focus();
  if (history.length > 1) document.querySelectorAll("[data-back]").forEach((button) => { button.hidden = false; });
  document.querySelectorAll("form [aria-invalid]").forEach((field) => field.closest("form")?.setAttribute("data-dirty", ""));
}

prepare();
