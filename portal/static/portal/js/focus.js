// The error summary takes the focus, and its links the field with its label in sight.
const summary = document.querySelector("[data-error-summary]");
summary?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const box = field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea");
  (field.closest(".field") ?? field).scrollIntoView();
  box?.focus({ preventScroll: true });
});

// A double click is one submission.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 1500) event.preventDefault();
  form.dataset.sent = Date.now();
});
