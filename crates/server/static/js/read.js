// "Read to me": the computer's own voice reads a post or a card. Only voices that live on this computer are used, so
// that no word leaves it; without one the buttons stay hidden.

const voices = window.speechSynthesis;
let speaking = null;

function voiceFor(language) {
  const local = voices.getVoices().filter((voice) => voice.localService);
  const wanted = language.toLowerCase();
  return (
    local.find((voice) => voice.lang.toLowerCase().replace("_", "-") === wanted) ??
    local.find((voice) => voice.lang.slice(0, 2).toLowerCase() === wanted.slice(0, 2))
  );
}

function parts(button) {
  if (button.dataset.read === "post") {
    return [...button.closest("[data-read-part]").querySelectorAll("[data-read-text]")];
  }
  const card = button.closest(".card");
  return [card.querySelector(".card__title"), card.querySelector("p[lang]")];
}

function language(element) {
  return element.closest("[lang]").lang;
}

function label(button, stop) {
  const words = button.querySelector("[data-read-label]");
  words.dataset.start ??= words.textContent;
  words.textContent = stop ? button.dataset.stop : words.dataset.start;
}

function stop() {
  voices.cancel();
  if (speaking) label(speaking, false);
  speaking = null;
}

function start(button) {
  stop();
  speaking = button;
  label(button, true);
  // One utterance a paragraph: some voices stop after fifteen seconds of a long one.
  const pieces = parts(button).flatMap((part) => {
    const blocks = part.querySelectorAll("p, li, h2, h3, h4");
    return blocks.length > 0 ? [...blocks] : [part];
  });
  for (const [n, piece] of pieces.entries()) {
    const words = new SpeechSynthesisUtterance(piece.textContent.trim());
    words.lang = language(piece);
    words.voice = voiceFor(words.lang);
    words.rate = 0.92;
    if (n === pieces.length - 1) words.addEventListener("end", () => speaking === button && stop());
    voices.speak(words);
  }
}

function offer() {
  for (const button of document.querySelectorAll("[data-read]")) {
    button.hidden = !parts(button).every((part) => part && voiceFor(language(part)));
  }
}

if (voices) {
  offer();
  voices.addEventListener?.("voiceschanged", offer);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read]");
    if (!button) return;
    if (speaking === button) stop();
    else start(button);
  });
  addEventListener("pagehide", stop);
}
