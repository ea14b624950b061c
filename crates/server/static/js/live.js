// Says above the gate that another number waits by now. What is being read stays where it is until its reader asks.
// Without this file the page says what waited when it was loaded.

const place = document.querySelector("#live");
let last = null;

function say() {
  const gate = document.querySelector("#gate");
  if (!last || !gate) return;
  for (const all of document.querySelectorAll("[data-all-waiting]")) all.textContent = last.all;
  if (last.here === Number(gate.dataset.waiting)) {
    place.replaceChildren();
    return;
  }
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.className = "gate-live__link";
  const words = document.createElement("strong");
  words.textContent = last.words;
  link.append(words, " ", place.dataset.show);
  // Said once for each number.
  if (place.textContent !== link.textContent) place.replaceChildren(link);
}

function listen() {
  const source = new EventSource(place.dataset.live);
  source.addEventListener("waiting", (event) => {
    last = JSON.parse(event.data);
    say();
  });
  return source;
}

let source = listen();
// gate.js has put another gate in place, which knows its own number: what was heard before may be of before.
document.addEventListener("schoolgate:toast", () => {
  last = null;
  place.replaceChildren();
});
// A hidden page needs no connection; it asks anew when it is looked at.
document.addEventListener("visibilitychange", () => {
  source.close();
  if (!document.hidden) source = listen();
});
// Kept for the back button, it would go on listening.
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) source = listen();
});
