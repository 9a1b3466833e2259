// A menu is a <details>: it opens without us. We close it when the reader goes elsewhere.
const menus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What the server wants said after an htmx answer: HX-Trigger: {"toast": "Sent."}
document.addEventListener("toast", (event) => {
  const place = document.querySelector("[data-toasts]");
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = event.detail.value ?? event.detail;
  place.append(toast);
  setTimeout(() => toast.remove(), 8000);
});
