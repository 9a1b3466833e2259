// Single keys press the control that carries data-key="s" or data-key="g q".
// Off unless the reader switched them on (WCAG 2.1.4), and never while typing.
const PAUSE = 900;
const root = document.documentElement;
const dialog = document.querySelector("[data-keys]");
let pressed = "";
let since = 0;

const isTyping = (target) =>
  target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio], [type=range]), textarea, select");

const isShown = (control) => control.offsetParent !== null || control.getClientRects().length > 0;

const controlFor = (keys) =>
  [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find(
    (control) => isShown(control) && !control.disabled
  );

function wordsOf(control) {
  if (control.dataset.keyLabel) return control.dataset.keyLabel;
  const bare = control.cloneNode(true);
  bare.querySelectorAll("kbd, .count").forEach((part) => part.remove());
  return bare.textContent.trim() || control.getAttribute("aria-label") || control.labels?.[0]?.textContent.trim() || "";
}

function line(keys, words) {
  const row = document.createElement("div");
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  name.textContent = words;
  for (const key of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    value.append(cap, " ");
  }
  row.append(name, value);
  return row;
}

function openList() {
  const list = dialog.querySelector("[data-keys-list]");
  const always = document.querySelector("[data-keys-always]");
  const told = new Set();
  list.replaceChildren(always.content.cloneNode(true));
  for (const control of document.querySelectorAll("[data-key]")) {
    const keys = control.dataset.key;
    if (told.has(keys) || !isShown(control)) continue;
    told.add(keys);
    list.append(line(keys, wordsOf(control)));
  }
  dialog.showModal();
}

function press(control) {
  if (control.matches("input[type=radio], input[type=checkbox]")) {
    control.focus();
    control.click();
  } else if (control.matches("input, textarea, select")) {
    control.focus();
  } else {
    control.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (!root.hasAttribute("data-shortcuts") || dialog?.open) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key.length !== 1 || event.key === " " || isTyping(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    openList();
    return;
  }
  const key = event.key.toLowerCase();
  const both = Date.now() - since < PAUSE ? `${pressed} ${key}` : key;
  const control = controlFor(both) ?? controlFor(key);
  pressed = key;
  since = Date.now();
  if (!control) return;
  event.preventDefault();
  pressed = "";
  press(control);
});

document.querySelectorAll("[data-keys-open]").forEach((button) => button.addEventListener("click", openList));
