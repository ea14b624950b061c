// Coming in without typing: a poster on the wall, a name, three pictures; and the next child's turn on the same tablet.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { hadNothingToComplainOf, hasNoBarriers, photograph, pictures, start, visit, widths } from "./support.mjs";

const PORT = 4771;
const maple = `http://maple.localhost:${PORT}`;
const people = `${maple}/people/maple-class`;

let kaur;
let address;
const slips = new Map();
before(async () => {
  await start(["demo", "--fresh", "--port", String(PORT)], { seconds: 90 });
  kaur = await visit(`${maple}/sign-in`);
  await kaur.page.fill("input[name=email]", "kaur@maple.example");
  await kaur.page.fill("input[name=password]", "open-the-gate");
  await Promise.all([kaur.page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), kaur.page.click("main button.button--main")]);
});

/** As it comes out of a printer: how many pages of A4, and a picture of what is on them. */
async function printed(page, name) {
  mkdirSync(pictures, { recursive: true });
  const pdf = await page.pdf({ path: join(pictures, `${name}.pdf`), preferCSSPageSize: true, printBackground: false });
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
}

async function tap(page, words) {
  for (const [step, word] of words.entries()) {
    const isLast = step === words.length - 1;
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: word, exact: true }).click()]);
    if (!isLast) assert.match(await page.title(), new RegExp(`picture ${step + 2} of ${words.length}`));
  }
}

test("a teacher makes a poster and pictures, which fit on their paper", async () => {
  const { page } = kaur;
  await page.goto(people);
  await hasNoBarriers(page);
  await photograph(page, "people", { schemes: ["light", "dark"] });
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Pictures for all who have none" }).click()]);
  await hasNoBarriers(page);
  for (const slip of await page.locator(".id-card--slip").all()) {
    slips.set(await slip.locator(".id-card__name").innerText(), await slip.locator(".slip li > span:last-child").allInnerTexts());
  }
  assert.ok(slips.size > 1 && [...slips.values()].every((words) => words.length === 3));
  await photograph(page, "slips");
  assert.equal(await printed(page, "slips"), Math.ceil(slips.size / 8));

  await page.goto(people);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Make a poster" }).click()]);
  await hasNoBarriers(page);
  address = await page.getByRole("link", { name: "Open it on this device instead" }).getAttribute("href");
  await photograph(page, "poster", { schemes: ["light", "dark"] });
  assert.equal(await printed(page, "poster"), 1);

  await page.goto(people);
  await page.getByText("The poster was made today").waitFor();
  await hasNoBarriers(page);
  hadNothingToComplainOf(kaur);
});

for (const javaScriptEnabled of [true, false]) {
  test(`two children take turns on one tablet, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const [[one, ones], [other, others]] = slips;
    const tablet = await visit(address, { javaScriptEnabled, viewport: { width: widths.tablet, height: 1180 } });
    const { page } = tablet;
    assert.equal(new URL(page.url()).pathname, "/names", "the token is in no address any more");
    if (javaScriptEnabled) {
      await hasNoBarriers(page);
      await photograph(page, "names", { schemes: ["light", "dark"] });
    }

    await page.getByRole("link", { name: one, exact: true }).click();
    await page.getByText("Tap your pictures, in order.").waitFor();
    if (javaScriptEnabled) {
      await hasNoBarriers(page);
      await photograph(page, "taps", { schemes: ["light", "dark"] });
    }
    await tap(page, [...ones].reverse());
    await page.getByText("Not quite. Try again, or ask your teacher.").waitFor();
    await tap(page, ones);
    await page.waitForURL(/\/c\/maple-class$/);

    // Two taps, and it is the other one's turn.
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: `Not ${one}?` }).click()]);
    await page.getByRole("link", { name: other, exact: true }).click();
    await page.getByText(`Hello ${other}!`).waitFor();
    for (let step = 0; step < 3; step += 1) {
      await page.goBack().catch(() => {});
      const text = await page.locator("body").innerText();
      assert.doesNotMatch(text, /Sign out|My tray/, `after ${step + 1} steps back, ${page.url()}`);
    }
    // The answer to a tap is kept nowhere, and going back to it shows nothing.
    tablet.errors.splice(0, Infinity, ...tablet.errors.filter((error) => !error.startsWith("net::ERR_CACHE_MISS")));
    await page.goto(`${maple}/names`);
    await page.getByRole("link", { name: other, exact: true }).click();
    await tap(page, others);
    await page.waitForURL(/\/c\/maple-class$/);
    await page.getByRole("button", { name: `Not ${other}?` }).waitFor();
    hadNothingToComplainOf(tablet);
  });
}

test("pictures are tapped with the keyboard alone", async () => {
  const [[one, ones]] = slips;
  const tablet = await visit(address);
  const { page } = tablet;
  await page.getByRole("link", { name: one, exact: true }).press("Enter");
  for (const word of ones) {
    await page.getByRole("button", { name: word, exact: true }).waitFor();
    for (let presses = 0; (await page.evaluate(() => document.activeElement.value)) !== word; presses += 1) {
      assert.ok(presses < 40, `${word} is not reached`);
      await page.keyboard.press("Tab");
    }
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }
  await page.waitForURL(/\/c\/maple-class$/);
});

test("a device that knows no poster says what to do", async () => {
  const tablet = await visit(`${maple}/names`);
  await tablet.page.getByRole("heading", { name: "Show me your class's poster" }).waitFor();
  await hasNoBarriers(tablet.page);
});
