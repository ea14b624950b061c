// The shared computer in the classroom: whoever comes next, and presses Back, finds nothing of whoever was there before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { start, visit } from "./support.mjs";

const PORT = 4741;
const maple = `http://maple.localhost:${PORT}`;

test("t56 Back shows nothing of a pupil who has signed out", async () => {
  const demo = await start(["demo", "--fresh", "--port", String(PORT)], { seconds: 90 });
  const card = demo.lines.find((line) => /Sam, pupil of Maple class/.test(line))?.trim().split(/\s{2,}/).at(-1);
  assert.ok(card, "the demo names Sam's card");
  const sam = await visit(card);
  await Promise.all([sam.page.waitForURL((url) => !url.pathname.startsWith("/card/")), sam.page.click("main button.button--main")]);
  for (const path of ["/tray", "/c/maple-class", "/tray"]) {
    await sam.page.goto(maple + path);
  }
  const tray = await sam.page.locator("main").innerText();
  // Its twin: while Sam is there, Back shows Sam's pages.
  await sam.page.goBack();
  assert.equal(new URL(sam.page.url()).pathname, "/c/maple-class");
  assert.match(await sam.page.locator("body").innerText(), /Sign out/);
  await sam.page.goForward();
  assert.equal(await sam.page.locator("main").innerText(), tray);

  await Promise.all([sam.page.waitForNavigation(), sam.page.locator("form[action='/sign-out'] button").first().click()]);

  for (let step = 0; step < 3; step += 1) {
    await sam.page.goBack();
    const text = await sam.page.locator("body").innerText();
    assert.doesNotMatch(text, /Sign out|My tray/, `after ${step + 1} steps back, ${sam.page.url()}`);
  }
  assert.ok(!(await sam.page.locator("body").innerText()).includes(tray));
  assert.deepEqual(sam.strays, [], "a page asked another host");
});
