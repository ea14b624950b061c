// What a pupil's browser is led to: our own server and nobody else, whatever stands in what friends wrote.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hadNothingToComplainOf, start, visit } from "./support.mjs";

const PORT = 4731;
const maple = `http://maple.localhost:${PORT}`;

/** As many pages as a curious child opens in a lesson. */
const PAGES = 40;

test("t63 a pupil's pages ask nobody but us, and lead nowhere else", async () => {
  const demo = await start(["demo", "--fresh", "--port", String(PORT)], { seconds: 90 });
  const card = demo.lines.find((line) => /Sam, pupil of Maple class/.test(line))?.trim().split(/\s{2,}/).at(-1);
  assert.ok(card, "the demo names Sam's card");
  const sam = await visit(card);
  await Promise.all([sam.page.waitForURL((url) => !url.pathname.startsWith("/card/")), sam.page.click("main button.button--main")]);

  const seen = new Set();
  const next = ["/"];
  const outside = [];
  let friends = 0;
  while (next.length > 0 && seen.size < PAGES) {
    const path = next.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    await sam.page.goto(maple + path);
    const links = await sam.page.$$eval("a[href]", (links) => links.map((link) => link.href));
    for (const link of links.map((link) => new URL(link))) {
      if (link.origin !== maple) outside.push(`${link.href} on ${path}`);
      // What is downloaded is no page.
      else if (!link.pathname.startsWith("/source")) next.push(link.pathname + link.search);
    }
    friends += await sam.page.locator("text=in Nairobi").count();
  }

  assert.ok(seen.size >= 10 && friends > 0, `${seen.size} pages, friends named ${friends} times`);
  assert.deepEqual(outside, [], "what others wrote leads a pupil nowhere");
  hadNothingToComplainOf(sam);
});
