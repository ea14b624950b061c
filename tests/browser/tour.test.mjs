// Walks through docs/tour.md on the demo and takes its pictures, the README's three among them. `TOUR=docs node --test
// tests/browser/tour.test.mjs` puts them where the documents show them; without it they are beside all others.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { adult, leaves, openDemo } from "./demo.mjs";
import { hadNothingToComplainOf, pictures, visit } from "./support.mjs";

const PORT = 4711;
const root = resolve(import.meta.dirname, "../..");
const folder = process.env.TOUR === "docs" ? join(root, "docs/tour") : join(pictures, "tour");

const desk = { width: 1280, height: 940 };
const tablet = { width: 820, height: 1000 };
const phone = { width: 360, height: 720 };

let maple;
let told;
before(async () => {
  ({ maple, told } = await openDemo(PORT));
  mkdirSync(folder, { recursive: true });
});

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
  await leaves(sam.page, "main button.button--main");
  await take(sam, "campus", desk, "/");
  await take(sam, "class", desk, "/c/maple-class");
  await sam.page.goto(`${maple}/c/maple-class/friends`);
  const post = await sam.page.locator("main a[href*='/friends/']").first().getAttribute("href");
  await take(sam, "friends-post", tablet, new URL(post, maple).pathname);
  await take(sam, "write", tablet, "/c/maple-class/write");
  await take(sam, "tray", phone, "/tray");
  await take(sam, "comfort", phone, "/comfort");

  const kaur = await adult(maple, "kaur@maple.example");
  await take(kaur, "gate", desk, "/gate/maple-class?tray=in");
  await take(kaur, "history", tablet, "/gate/maple-class/history");
  await take(kaur, "partners", tablet, "/partners/maple-class");
  await take(kaur, "pupils", tablet, "/people/maple-class");

  const ellis = await adult(maple, "ellis@maple.example");
  await take(ellis, "schools", desk, "/schools");
  await ellis.page.getByRole("link", { name: "Oak Academy" }).first().click();
  await ellis.page.waitForURL(/schools\/./);
  await take(ellis, "school", desk);

  const families = await visit(told(/^\s*families of Maple/));
  const enter = families.page.locator("main button.button--main");
  if ((await enter.count()) > 0) await leaves(families.page, enter.first());
  await take(families, "families", phone, "/c/maple-class");

  hadNothingToComplainOf(sam, kaur, ellis, families);
  const shown = (file, place) => [...readFileSync(join(root, file), "utf8").matchAll(place)].map(([, name]) => name);
  assert.deepEqual(shown("docs/tour.md", /\]\(tour\/([a-z-]+)\.jpg\)/g).sort(), taken.toSorted(), "what the tour shows, and what was taken");
  for (const name of shown("README.md", /\]\(docs\/tour\/([a-z-]+)\.jpg\)/g)) assert.ok(taken.includes(name), name);
});
