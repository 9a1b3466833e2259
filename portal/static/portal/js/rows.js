// Lists by key: J/K move, X selects (Shift-X a range), Enter opens; and the bulk bar.
const root = document.documentElement;
const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
let last = null;

const here = () => rows().findIndex((row) => row.classList.contains("is-here"));
const boxOf = (row) => row?.querySelector(".pick input[type=checkbox]");

function goTo(index) {
  const all = rows();
  const row = all[Math.max(0, Math.min(index, all.length - 1))];
  if (!row) return;
  all.forEach((other) => other.classList.toggle("is-here", other === row));
  (row.querySelector(".row-link") ?? boxOf(row))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function select(index, isRange) {
  const all = rows();
  const box = boxOf(all[index]);
  if (!box) return;
  box.checked = !box.checked;
  if (isRange && last !== null) {
    const [from, to] = [Math.min(last, index), Math.max(last, index)];
    all.slice(from, to + 1).forEach((row) => { boxOf(row).checked = box.checked; });
  }
  last = index;
  count();
}

function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = rows().filter((row) => boxOf(row)?.checked).length;
  bar.hidden = chosen === 0;
  bar.querySelectorAll("[data-bulk-count]").forEach((place) => { place.textContent = chosen; });
}

document.addEventListener("keydown", (event) => {
  if (!root.hasAttribute("data-shortcuts") || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])") || !rows().length) return;
  const key = event.key.toLowerCase();
  if (key === "j") goTo(here() + 1);
  else if (key === "k") goTo(here() - 1);
  else if (key === "x" && here() >= 0) select(here(), event.shiftKey);
  else if (key === "enter" && here() >= 0 && event.target.matches(".pick input, body"))
    rows()[here()].querySelector(".row-link")?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  if (row) rows().forEach((other) => other.classList.toggle("is-here", other === row));
});

document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-pick-all]");
  if (all) rows().forEach((row) => { if (boxOf(row)) boxOf(row).checked = all.checked; });
  if (all || event.target.closest?.("[data-rows] .pick")) count();
});

document.addEventListener("htmx:afterSwap", count);
count();
