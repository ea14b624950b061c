// On every page: menus that close, a toast that counts down, drafts that leave when they were sent or their writer signs out.
// Without this file all of it still works; menus stay open until pressed again and the toast stays until the next page.

const DRAFT = "schoolgate:draft:";
const SENT = "schoolgate:sent";

// Listeners sit on the document, because gate.js puts a new header and a new toast in place.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".nav details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" ? event.target.closest(".nav details[open]") : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

function countDown() {
  const toast = document.querySelector("[data-toast]");
  if (!toast) return;
  const shown = toast.querySelector("[data-countdown]");
  let left = Number(toast.dataset.seconds) || 10;
  const tick = () => {
    if (!toast.isConnected) return;
    if (left <= 0) {
      const held = toast.contains(document.activeElement);
      toast.remove();
      if (held) document.querySelector("#main").focus();
      return;
    }
    if (shown) shown.textContent = String(left);
    left -= 1;
    setTimeout(tick, 1000);
  };
  tick();
}

countDown();
document.addEventListener("schoolgate:toast", countDown);

// A draft is kept until the page after it has arrived. If that is a page of trouble, or the same form with something to
// mend, it stays; a comment's form stands under its post again and is empty, and then it is done with.
try {
  const sent = sessionStorage.getItem(SENT);
  const form = sent && document.querySelector(`[data-autosave="${CSS.escape(sent)}"]`);
  const failed = document.querySelector(".oops") ?? form?.querySelector(".field__error");
  if (sent && !failed) localStorage.removeItem(DRAFT + sent);
  sessionStorage.removeItem(SENT);
} catch {
  // Storage is switched off: nothing was kept.
}

// The next child at this computer must not find the last one's words.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(DRAFT)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is switched off.
  }
});
