/* Sliders of the what-if page: each moves the number beside it and follows it; what is kept follows both.
   The answer itself comes from the server (htmx on the form). Without this the numbers are typed and drawn by the button. */

const form = document.getElementById("what-if");
const digits = (text) => Number.parseInt(text.replace(/[.\s]/g, ""), 10);

function follow() {
  const values = new FormData(form);
  document.querySelectorAll("[data-follows]").forEach((hidden) => {
    hidden.value = values.get(hidden.dataset.follows) ?? "";
  });
}

form.querySelectorAll("[data-slides]").forEach((slider) => {
  const field = document.getElementById(slider.dataset.slides);
  slider.addEventListener("input", () => {
    field.value = slider.value;
  });
  field.addEventListener("input", () => {
    const value = digits(field.value);
    if (Number.isNaN(value)) return;
    if (value > Number(slider.max)) slider.max = String(value * 2);
    slider.value = String(value);
  });
});

form.addEventListener("input", follow);
form.addEventListener("change", follow);
follow();
