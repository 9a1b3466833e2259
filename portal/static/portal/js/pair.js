// Two pictures at one scale: side by side, wipe, flip, difference, zoom. Keys press the buttons.
function setUp(pair) {
  const tools = pair.querySelector(".pair-tools");
  if (!tools || pair.dataset.mode) return;
  pair.dataset.mode = "side";
  const wipe = tools.querySelector("input[type=range]");
  const modes = [...tools.querySelectorAll("[data-mode]")];
  tools.hidden = false;

  const show = (mode) => {
    pair.dataset.mode = mode;
    delete pair.dataset.flipped;
    modes.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.mode === mode)));
    wipe.hidden = mode !== "wipe";
    if (mode === "wipe") wipe.focus();
  };

  modes.forEach((button) =>
    button.addEventListener("click", () => {
      const mode = button.dataset.mode;
      if (mode === "flip" && pair.dataset.mode === "flip") pair.toggleAttribute("data-flipped");
      else show(mode === pair.dataset.mode ? "side" : mode);
    })
  );

  // The style object, not the attribute: the policy forbids inline style.
  wipe.addEventListener("input", () => pair.style.setProperty("--wipe", `${wipe.value}%`));

  toggle(tools.querySelector("[data-zoom]"), (isOn) => pair.style.setProperty("--zoom", isOn ? "2.5" : "1"));
  toggle(tools.querySelector("[data-unveil]"), (isOn) =>
    pair.querySelectorAll("img").forEach((picture) => picture.parentElement.classList.toggle("veiled", !isOn))
  );
}

function toggle(button, act) {
  button?.addEventListener("click", () => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    act(isOn);
  });
}

document.querySelectorAll("[data-pair]").forEach(setUp);
document.addEventListener("htmx:load", (event) =>
  event.detail.elt.querySelectorAll?.("[data-pair]").forEach(setUp)
);
