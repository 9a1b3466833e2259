// <button data-copy="text" data-copied="Copied" hidden>: shown where the browser can.
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied ?? words;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
});
