// Helps with writing: a toolbar over Markdown, a word count, a look at the result, pictures before they are sent, and
// words that survive a closed lid. The plain form underneath needs none of it.

const DRAFT = "schoolgate:draft:";
const SENT = "schoolgate:sent";
// Words are kept at the latest so many milliseconds after they were typed.
const LATEST = 5000;
// The server takes no larger picture; better to say so before it has travelled.
const LARGEST = 12 * 1024 * 1024;

function replace(text, from, to, words, select) {
  text.focus();
  text.setSelectionRange(from, to);
  // insertText keeps the browser's own undo; setRangeText is for those that lack it.
  if (!document.execCommand("insertText", false, words)) text.setRangeText(words, from, to, "end");
  if (select) text.setSelectionRange(...select);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(text, mark) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const inside = value.slice(from, to);
  const marked = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  if (marked) replace(text, from - mark.length, to + mark.length, inside, [from - mark.length, to - mark.length]);
  else replace(text, from, to, mark + inside + mark, [from + mark.length, to + mark.length]);
}

function eachLine(text, mark) {
  const { value } = text;
  const from = value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const next = value.indexOf("\n", text.selectionEnd);
  const to = next < 0 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const known = /^(#{1,6} |- |> |\d+\. )/;
  const has = lines.every((line, n) => line.startsWith(mark(n)));
  const words = lines.map((line, n) => (has ? line.replace(known, "") : mark(n) + line.replace(known, ""))).join("\n");
  replace(text, from, to, words, [from + words.length, from + words.length]);
}

const marks = {
  heading: (text) => eachLine(text, () => "## "),
  bold: (text) => around(text, "**"),
  list: (text) => eachLine(text, () => "- "),
  numbers: (text) => eachLine(text, (n) => `${n + 1}. `),
  quote: (text) => eachLine(text, () => "> "),
};

function toolbar(form, text) {
  const tools = form.querySelector("[data-tools]");
  if (!tools) return;
  tools.hidden = false;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.remove();
  tools.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (mark) marks[mark.dataset.mark](text);
  });
  text.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "b") {
      event.preventDefault();
      marks.bold(text);
    }
  });
}

function wordCount(form, text) {
  const place = form.querySelector("[data-count]");
  if (!place) return;
  const number = place.querySelector("[data-count-number]");
  const split = Intl.Segmenter ? new Intl.Segmenter(text.lang || undefined, { granularity: "word" }) : null;
  const count = () => {
    const words = split
      ? [...split.segment(text.value)].filter((part) => part.isWordLike).length
      : (text.value.match(/\S+/g) ?? []).length;
    number.textContent = String(words);
  };
  place.hidden = false;
  text.addEventListener("input", count);
  count();
}

// Without this, the help is there to read.
function help(text) {
  // Whoever has not been in the text yet goes on at its end.
  let been = false;
  text.addEventListener("focus", () => (been = true), { once: true });
  for (const line of document.querySelectorAll("[data-put]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "put";
    button.textContent = line.textContent;
    line.replaceChildren(button);
    button.addEventListener("click", () => {
      const from = been ? text.selectionStart : text.value.length;
      const to = been ? text.selectionEnd : text.value.length;
      const before = /\S$/.test(text.value.slice(0, from)) ? " " : "";
      const after = /^\s/.test(text.value.slice(to)) ? "" : " ";
      const words = before + button.textContent + after;
      replace(text, from, to, words, [from + words.length, from + words.length]);
    });
  }
}

function grow(text) {
  if (!text.hasAttribute("data-grow")) return;
  const fit = () => {
    if (text.scrollHeight > text.clientHeight) text.style.blockSize = `${text.scrollHeight + 40}px`;
  };
  text.addEventListener("input", fit);
  fit();
}

function preview(form, text) {
  const button = form.querySelector("[data-look]");
  const panel = form.querySelector("#preview");
  if (!button || !panel || !form.dataset.preview) return;
  const place = panel.querySelector("[data-preview-here]");
  let timer;
  const look = async () => {
    const values = new URLSearchParams({ csrf: form.elements.csrf.value, body: text.value });
    const answer = await fetch(form.dataset.preview, { method: "POST", body: values });
    // Cleaned by the server, with the same rules as the post itself.
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  };
  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    if (!panel.hidden) look().catch(() => {});
  });
  text.addEventListener("input", () => {
    clearTimeout(timer);
    if (!panel.hidden) timer = setTimeout(() => look().catch(() => {}), 500);
  });
}

function pictures(form) {
  for (const slot of form.querySelectorAll("[data-slot]")) {
    const input = slot.querySelector('input[type="file"]');
    const place = slot.querySelector("[data-slot-picture]");
    input.addEventListener("change", async () => {
      const file = input.files[0];
      input.setCustomValidity(file && file.size > LARGEST ? input.dataset.tooBig : "");
      if (!input.reportValidity()) return place.replaceChildren();
      const alt = slot.querySelector('[name^="alt_"]');
      alt.required = Boolean(file);
      for (const who of slot.querySelectorAll('[name^="who_"]')) who.required = Boolean(file);
      if (!file) return place.replaceChildren();
      try {
        // A canvas instead of a blob: address, which the content policy does not allow.
        const picture = await createImageBitmap(file);
        const scale = Math.min(1, 640 / picture.width, 420 / picture.height);
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.width * scale);
        canvas.height = Math.round(picture.height * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        place.replaceChildren(canvas);
        picture.close();
      } catch {
        place.replaceChildren();
      }
      alt.focus();
    });
  }
}

function autosave(form) {
  const name = form.dataset.autosave;
  if (!name) return;
  const fields = [...form.querySelectorAll("input[name=title], textarea")];
  const read = () => Object.fromEntries(fields.map((field) => [field.name, field.value]));
  const atStart = JSON.stringify(read());
  const saved = form.querySelector("[data-saved]");
  const found = form.querySelector("[data-found]");
  let timer;
  let kept = Date.now();

  const keep = () => {
    kept = Date.now();
    try {
      const now = JSON.stringify(read());
      // What was found is still on offer: leaving without an answer must not throw it away.
      if (now === atStart && found && !found.hidden) return;
      if (now === atStart) localStorage.removeItem(DRAFT + name);
      else localStorage.setItem(DRAFT + name, now);
      if (saved) saved.hidden = now === atStart;
    } catch {
      // Storage is full or switched off: the form works all the same.
    }
  };

  try {
    const before = localStorage.getItem(DRAFT + name);
    if (before && before !== atStart && found) {
      const words = JSON.parse(before);
      found.hidden = false;
      found.querySelector("[data-found-use]").addEventListener("click", () => {
        for (const field of fields) {
          if (typeof words[field.name] !== "string") continue;
          field.value = words[field.name];
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        found.hidden = true;
        fields.at(-1).focus();
      });
      found.querySelector("[data-found-drop]").addEventListener("click", () => {
        localStorage.removeItem(DRAFT + name);
        found.hidden = true;
        fields[0].focus();
      });
    }
  } catch {
    // As above.
  }

  // After each pause, and every five seconds while there is none.
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(800, kept + LATEST - Date.now())));
  });
  addEventListener("pagehide", keep);
  form.addEventListener("submit", () => {
    try {
      sessionStorage.setItem(SENT, name);
    } catch {
      // As above.
    }
  });
}

for (const form of document.querySelectorAll("[data-write]")) {
  const text = form.querySelector("textarea");
  toolbar(form, text);
  wordCount(form, text);
  help(text);
  grow(text);
  preview(form, text);
  pictures(form);
  autosave(form);
}
