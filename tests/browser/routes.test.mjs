// Every page of the site map, looked at by everybody who may open it: on a school where much has happened, and, in Arabic, on one
// where nothing has. No barrier, nothing wider than the smallest phone, and HTML by the book.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { adult, leaves, openDemo } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, visit } from "./support.mjs";

/** 320 CSS pixels are also a window of 1280 at 400 % (WCAG 1.4.10). */
const NARROW = 320;
/** So many pages of one kind are like all others of it. */
const ALIKE = 2;

/** Pages that no link leads to in the demo, and what does. */
const ELSEWHERE = {
  "/invitation": "a printed invitation: `stories/agreement.rs` opens it",
  "/names/{pupil}": "a poster: `posters.test.mjs` looks at it",
  "/poster/{token}": "the same",
  "/taken-back/{item}/report": "a post that friends had: `gone.test.mjs` looks at it",
};

const checker = new HtmlValidate({ extends: ["html-validate:standard"] });

/** The paths of the site map that answer with a page. */
const routes = [...readFileSync(new URL("../../crates/server/src/web/routes.rs", import.meta.url), "utf8").matchAll(/\.get\("([^"]+)"/g)]
  .map(([, path]) => path)
  .filter((path) => !/\.(txt|atom|json|csv)$|^\/(healthz|source|m\/|my\/|static\/|\.well-known|nodeinfo|actor|ap\/)|\/(live|signed|pictures\/.*)$/.test(path));

/** The route of an address: the one with the fewest holes that fits. */
function routeOf(path) {
  const fits = (route) => {
    const [here, there] = [route.split("/"), path.split("/")];
    return here.length === there.length && here.every((part, place) => part.startsWith("{") || part === there[place]);
  };
  return routes.filter(fits).sort((one, other) => one.split("{").length - other.split("{").length)[0];
}

/** What is wrong with a page, in words. */
async function troubles(page, html) {
  const { results } = await checker.validateString(html);
  const lines = html.split("\n");
  const found = results.flatMap(({ messages }) => messages.map(({ line, message, ruleId }) => `${ruleId}: ${message}: ${lines[line - 1].slice(0, 200)}`));
  await hasNoBarriers(page).catch((barriers) => found.push(barriers.message));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROW) found.push(`it is ${wide} px wide in a window of ${NARROW} px`);
  return found;
}

const seen = new Set();

/** Looks at a page and at all that it leads to on its server, as far as these routes go. */
async function looksAround(person, start, within = /^/) {
  const { page } = person;
  const times = new Map();
  const found = {};
  const open = [start];
  const known = new Set(open);
  await page.setViewportSize({ width: NARROW, height: 700 });
  while (open.length > 0) {
    const address = open.shift();
    const { pathname, searchParams } = new URL(address);
    const route = routeOf(pathname);
    if (!route || !within.test(route)) continue;
    // Each class has pages of its own, and so has each tray.
    const [, , slug] = pathname.split("/");
    const kind = `${route} ${route.split("/")[2] === "{class}" ? slug : ""} ${searchParams.get("tray") ?? ""}`;
    const before = times.get(kind) ?? 0;
    if (before === ALIKE) continue;
    times.set(kind, before + 1);
    const answer = await page.goto(address);
    // A device that has seen no poster is told to scan one.
    assert.equal(answer.status(), pathname === "/names" ? 404 : 200, address);
    seen.add(route);
    const wrong = await troubles(page, await answer.text());
    if (wrong.length > 0) found[address] = wrong;
    for (const link of await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.href.split("#")[0]))) {
      if (new URL(link).origin === new URL(start).origin && !known.has(link)) {
        known.add(link);
        open.push(link);
      }
    }
  }
  assert.deepEqual(found, {}, JSON.stringify(found, null, 2));
}

/** What leads to pages that a quiet day has none of: a request, a worry, a comment that waits, a post that was taken back. */
async function stir(school, { pupil, family, teacher, slug }) {
  const first = async ({ page }, from, link) => {
    await page.goto(`${school}${from}`);
    await leaves(page, link);
  };
  const [child, home, adultOf] = [await by(demo.told(pupil)), await by(demo.told(family)), await adult(school, teacher)];
  const post = `.card__title a[href^='/c/${slug}/']`;
  await first(child, `/c/${slug}`, post);
  await child.page.fill("#text", "May we come and look?");
  await leaves(child.page, "form:has(#text) button.button--main");
  await first(child, `/c/${slug}/friends`, ".card__title a");
  await leaves(child.page, "a[href^='/tell/']");
  await leaves(child.page, "main form button.button--main");
  seen.add(routeOf(new URL(child.page.url()).pathname));
  await hasNoBarriers(child.page);
  await first(home, `/c/${slug}`, post);
  await leaves(home.page, "article.post__paper a[href^='/ask-removal/']");
  await home.page.fill("textarea[name=words]", "Our child is in the picture.");
  await leaves(home.page, "main form button.button--main");
  seen.add(routeOf(new URL(home.page.url()).pathname));
  await hasNoBarriers(home.page);
  await adultOf.page.goto(`${school}/c/${slug}`);
  await adultOf.page.goto(new URL(await adultOf.page.locator(post).last().getAttribute("href"), school).href);
  const take = adultOf.page.locator('form[action^="/take-back/"]').first();
  await adultOf.page.locator("details", { has: take }).last().locator("summary").click();
  await leaves(adultOf.page, take.locator("button"));
  await looksAround(adultOf, adultOf.page.url(), /^\/taken-back\/{item}/);
  for (const person of [child, home, adultOf]) {
    hadNothingToComplainOf(person);
    await person.context.close();
  }
}

async function by(address, options) {
  const person = await visit(address, options);
  await leaves(person.page, "main button.button--main");
  return person;
}

let demo;
before(async () => {
  demo = await openDemo(4751);
});

/** Everybody at one school, from the page where they begin. */
async function everybodyAt(school, host, { pupil, family, options }) {
  const people = [await visit(school, options)];
  for (const name of host.adults) people.push(await adult(school, name, options));
  people.push(await by(demo.told(pupil), options), await by(demo.told(family), options));
  for (const person of people) {
    await looksAround(person, `${school}/`);
    hadNothingToComplainOf(person);
    await person.context.close();
  }
  // Doors that are open to those who are not in yet.
  const stranger = await visit(`${school}/sign-in`, options);
  for (const door of ["/sign-in", "/about", new URL(demo.told(pupil)).pathname, new URL(demo.told(family)).pathname]) {
    await looksAround(stranger, `${school}${door}`);
  }
  hadNothingToComplainOf(stranger);
  await stranger.context.close();
}

test("every page where much has happened", async () => {
  const adults = ["kaur@maple.example", "okafor@maple.example", "ellis@maple.example"];
  await stir(demo.maple, { pupil: /^\s*Sam,/, family: /families of Maple class/, teacher: adults[0], slug: "maple-class" });
  await everybodyAt(demo.maple, { adults }, { pupil: /^\s*Sam,/, family: /families of Maple class/ });
});

test("every page where nothing has happened, from right to left", async () => {
  const adults = ["janssens@birch.example", "claes@birch.example", "peeters@birch.example"];
  const options = { locale: "ar" };
  await everybodyAt(demo.birch, { adults }, { pupil: /^\s*Lotte,/, family: /families of Linden class/, options });
});

test("no page of the site map was left out", () => {
  const missing = routes.filter((route) => !seen.has(route) && !(route in ELSEWHERE));
  assert.deepEqual(missing, []);
});
