// Runs before the first paint, so that a kept theme never flashes the other one.
(() => {
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
  } catch {
    // Storage may be forbidden: the system's theme is used.
  }
})();
