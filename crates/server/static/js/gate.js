// The gate by keyboard, and decisions without waiting for a new page.
// Every decision is an ordinary form. It is sent in the background, and the answer's own gate and toast take the
// place of ours: the server's page stays the only truth.

const still = matchMedia("(prefers-reduced-motion: reduce)");
let sending = false;

document.documentElement.classList.add("has-keys");

const cards = () => [...document.querySelectorAll("[data-card]")];

function current() {
  return document.activeElement?.closest?.("[data-card]") ?? null;
}

function show(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
}

function move(by) {
  const all = cards();
  const here = all.indexOf(current());
  show(all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)]);
}

function letInKey(card) {
  card.querySelector('[data-key="a"]')?.click();
}

function sendBackKey(card) {
  const control = card.querySelector('[data-key="r"]');
  control?.click();
  if (control?.tagName === "SUMMARY") control.parentElement.querySelector(".reasons button")?.focus();
}

function liftVeils(card) {
  const veils = [...card.querySelectorAll("[data-veiled]")];
  const open = veils.some((veil) => !veil.open);
  for (const veil of veils) veil.open = open;
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => current() && letInKey(current()),
  r: () => current() && sendBackKey(current()),
  p: () => current() && liftVeils(current()),
  u: () => document.querySelector("[data-undo]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Escape") {
    const open = event.target.closest("details[open]");
    if (open?.closest("[data-card]")) {
      open.open = false;
      show(open.closest("[data-card]"));
    }
    return;
  }
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

// A held key must not decide for cards nobody has read.
document.addEventListener("keydown", (event) => {
  if (event.repeat && "aru".includes(event.key.toLowerCase()) && !event.target.closest("input, textarea")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

async function decide(form, submitter) {
  const card = form.closest("[data-card]");
  const place = Math.max(cards().indexOf(card), 0);
  const values = new URLSearchParams(new FormData(form));
  if (submitter?.name) values.append(submitter.name, submitter.value);
  const leaves = !submitter?.hasAttribute("formaction") || submitter.formAction.includes("/worried");
  if (card && leaves && !still.matches) card.dataset.leaving = /^(let_|staff_)/.test(submitter?.value ?? "") ? "in" : "back";
  const [answer] = await Promise.all([
    fetch(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, { method: "POST", body: values, headers: { accept: "text/html" } }),
    new Promise((done) => setTimeout(done, card && !still.matches ? 160 : 0)),
  ]);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const gate = page.querySelector("#gate");
  if (!answer.ok || !gate) {
    location.assign(answer.redirected ? answer.url : location.href);
    return;
  }
  document.querySelector("#gate").replaceWith(document.adoptNode(gate));
  document.querySelector(".top").replaceWith(document.adoptNode(page.querySelector(".top")));
  document.querySelector("#toast").replaceChildren(...page.querySelector("#toast").childNodes);
  document.title = page.title;
  history.replaceState(null, "", answer.url.split("#")[0]);
  document.dispatchEvent(new CustomEvent("schoolgate:toast"));
  const left = cards();
  if (left.length > 0) show(left[Math.min(place, left.length - 1)]);
  else document.querySelector("#main").focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const ours = form.matches("[data-decide]") || form.querySelector("[data-undo]");
  if (!ours) return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  try {
    await decide(form, event.submitter);
  } catch {
    // The network went away: load the page again, which says what is true now.
    location.reload();
  } finally {
    sending = false;
  }
});
