// Walks through docs/tour.md on the demo and takes its pictures, the README's three among them. `TOUR=docs node --test
// tests/browser/tour.test.mjs` puts them where the documents show them; without it they are beside all others.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { hadNothingToComplainOf, pictures, start, visit } from "./support.mjs";

const PORT = 4711;
const maple = `http://maple.localhost:${PORT}`;
const root = resolve(import.meta.dirname, "../..");
const folder = process.env.TOUR === "docs" ? join(root, "docs/tour") : join(pictures, "tour");

const desk = { width: 1280, height: 940 };
const tablet = { width: 820, height: 1000 };
const phone = { width: 360, height: 720 };

let demo;
before(async () => {
  demo = await start(["demo", "--fresh", "--port", String(PORT)], { seconds: 90 });
  mkdirSync(folder, { recursive: true });
});

/** What the demo printed behind a person's name. */
const told = (pattern) => demo.lines.find((line) => pattern.test(line)).trim().split(/\s{2,}/).at(-1);

async function adult(email) {
  const person = await visit(`${maple}/sign-in`);
  await person.page.fill("input[name=email]", email);
  await person.page.fill("input[name=password]", "open-the-gate");
  await Promise.all([person.page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), person.page.click("main button.button--main")]);
  return person;
}

test("the tour shows the main pages as they are", async () => {
  const taken = [];
  const take = async ({ page }, name, size, path) => {
    await page.setViewportSize(size);
    if (path) await page.goto(`${maple}${path}`);
    await page.evaluate(() => document.fonts.ready);
    const file = join(folder, `${name}.jpg`);
    await page.screenshot({ path: file, type: "jpeg", quality: 80, animations: "disabled" });
    assert.ok(statSync(file).size < 160_000, `${name} weighs ${statSync(file).size} bytes`);
    taken.push(name);
  };

  const sam = await visit(told(/^\s*Sam,/));
  await take(sam, "card", phone);
  await Promise.all([sam.page.waitForURL((url) => !url.pathname.startsWith("/card/")), sam.page.click("main button.button--main")]);
  await take(sam, "campus", desk, "/");
  await take(sam, "class", desk, "/c/maple-class");
  await sam.page.goto(`${maple}/c/maple-class/friends`);
  const post = await sam.page.locator("main a[href*='/friends/']").first().getAttribute("href");
  await take(sam, "friends-post", tablet, new URL(post, maple).pathname);
  await take(sam, "write", tablet, "/c/maple-class/write");
  await take(sam, "tray", phone, "/tray");
  await take(sam, "comfort", phone, "/comfort");

  const kaur = await adult("kaur@maple.example");
  await take(kaur, "gate", desk, "/gate/maple-class?tray=in");
  await take(kaur, "history", tablet, "/gate/maple-class/history");
  await take(kaur, "partners", tablet, "/partners/maple-class");
  await take(kaur, "pupils", tablet, "/people/maple-class");

  const ellis = await adult("ellis@maple.example");
  await take(ellis, "schools", desk, "/schools");
  await ellis.page.getByRole("link", { name: "Oak Academy" }).first().click();
  await ellis.page.waitForURL(/schools\/./);
  await take(ellis, "school", desk);

  const families = await visit(told(/^\s*families of Maple/));
  const enter = families.page.locator("main button.button--main");
  if ((await enter.count()) > 0) await Promise.all([families.page.waitForURL((url) => !url.pathname.startsWith("/family/")), enter.first().click()]);
  await take(families, "families", phone, "/c/maple-class");

  hadNothingToComplainOf(sam, kaur, ellis, families);
  const shown = (file, place) => [...readFileSync(join(root, file), "utf8").matchAll(place)].map(([, name]) => name);
  assert.deepEqual(shown("docs/tour.md", /\]\(tour\/([a-z-]+)\.jpg\)/g).sort(), taken.toSorted(), "what the tour shows, and what was taken");
  for (const name of shown("README.md", /\]\(docs\/tour\/([a-z-]+)\.jpg\)/g)) assert.ok(taken.includes(name), name);
});
