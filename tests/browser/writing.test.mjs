// Help with writing: what a teacher laid beside the page goes in where the cursor is, words outlive a reload, and infants have
// large targets and few of them.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adult, leaves, openDemo, seen } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, visit, widths } from "./support.mjs";

let told, maple;
before(async () => {
  ({ told, maple } = await openDemo(4821));
});

async function sam(options = {}) {
  const person = await visit(told(/^\s*Sam,/), options);
  await leaves(person.page, "main button.button--main");
  return person;
}

/** Mrs Kaur changes something about her class. */
async function settle(fields) {
  const kaur = await adult(maple, "kaur@maple.example");
  await kaur.page.goto(`${maple}/classes/maple-class`);
  for (const [name, value] of Object.entries(fields)) await kaur.page.fill(`[name=${name}]`, value);
  await leaves(kaur.page, "main form button.button--main");
  hadNothingToComplainOf(kaur);
  await kaur.context.close();
}

const write = () => `${maple}/c/maple-class/write`;

test("a tap puts a starter or a word where the cursor is", async () => {
  await settle({ starters: "I was surprised that\nFirst we", words: "because\nbeautiful" });
  const person = await sam();
  const { page } = person;
  await page.goto(write());
  await seen(person, "writing-help");
  const text = page.locator("#body");

  await page.getByRole("button", { name: "I was surprised that" }).click();
  await page.keyboard.type("it was red");
  await text.evaluate((area) => area.setSelectionRange(0, 0));
  await page.getByRole("button", { name: "because" }).click();

  assert.equal(await text.inputValue(), "because I was surprised that it was red");
  assert.equal(await page.evaluate(() => document.activeElement.id), "body");
  assert.equal(await page.locator("[data-count-number]").innerText(), "8");
  await page.keyboard.press("Control+z");
  assert.equal(await text.inputValue(), "I was surprised that it was red");
  await page.setViewportSize({ width: widths.phone, height: 800 });
  await page.locator(".help > summary").click();
  assert.equal(await page.getByRole("button", { name: "because" }).isVisible(), false);
  hadNothingToComplainOf(person);
});

test("without scripts the help is there to read", async () => {
  const person = await sam({ javaScriptEnabled: false });
  await person.page.goto(write());
  await person.page.getByText("I was surprised that").waitFor();
  assert.equal(await person.page.locator(".help button").count(), 0);
  hadNothingToComplainOf(person);
});

test("words are kept at the latest after five seconds of typing without a pause, and outlive two reloads", async () => {
  const person = await sam();
  const { page } = person;
  await page.clock.install({ time: 0 });
  await page.goto(write());
  // From here on time passes only when it is told to.
  await page.clock.pauseAt(600_000);
  const kept = () => page.evaluate(() => Object.values(localStorage).join(" "));
  const type = async (letters, every) => {
    for (const letter of letters) {
      await page.locator("#body").press(letter);
      await page.clock.runFor(every);
    }
  };

  await type("abcdefgh", 500);
  assert.match(await kept(), /"body":"a"/);
  await type("ijklmnop", 500);
  assert.match(await kept(), /abcdefghij/);

  await page.locator("#title").fill("Fog");
  await page.reload();
  await page.reload();
  await page.locator("[data-found-use]").click();
  assert.equal(await page.locator("#body").inputValue(), "abcdefghijklmnop");
  assert.equal(await page.locator("#title").inputValue(), "Fog");
  hadNothingToComplainOf(person);
});

test("infants have large targets, few of them, and no barrier", async () => {
  await settle({ year: "1" });
  const person = await sam();
  const { page } = person;
  for (const path of ["/", "/c/maple-class", "/c/maple-class/write", "/tray", "/comfort"]) {
    await page.goto(`${maple}${path}`);
    assert.equal(await page.getAttribute("html", "data-size"), "infant");
    await seen(person, `infant${path.replaceAll("/", "-")}`);
    for (const width of Object.values(widths)) {
      await page.setViewportSize({ width, height: 800 });
      const small = await page.locator("main .button, main .put, header .nav__item, .editor__tool").evaluateAll((targets) =>
        targets
          .map((target) => [target.getBoundingClientRect().height, target.innerText])
          .filter(([height]) => height > 0 && height < 60),
      );
      assert.deepEqual(small, [], `${path} at ${width} px`);
    }
  }
  await hasNoBarriers(page);
  await settle({ year: "3" });
  await page.goto(`${maple}/tray`);
  assert.equal(await page.getAttribute("html", "data-size"), "usual");
  hadNothingToComplainOf(person);
});

test("a class collects short pieces below one post, with scripts and without", async () => {
  const kaur = await adult(maple, "kaur@maple.example");
  await kaur.page.goto(write());
  await kaur.page.fill("#title", "What we found in the hedge");
  await kaur.page.fill("#body", "One small thing each. What was it, and where?");
  await kaur.page.getByLabel("Collect short pieces").check();
  await seen(kaur, "collection-write");
  await leaves(kaur.page, kaur.page.getByRole("button", { name: "Publish", exact: true }));

  for (const [javaScriptEnabled, piece] of [[true, "A snail asleep on a nettle."], [false, "Three red berries and a feather."], [true, "A spider that ran away."]]) {
    const person = await sam({ javaScriptEnabled });
    await person.page.goto(`${maple}/c/maple-class`);
    if (javaScriptEnabled) await seen(person, "collection-now");
    await leaves(person.page, person.page.getByRole("link", { name: /Add yours/ }));
    await person.page.getByLabel("Your piece").fill(piece);
    await leaves(person.page, person.page.getByRole("button", { name: "Give to my teacher" }));
    hadNothingToComplainOf(person);
    await person.context.close();
  }
  await kaur.page.goto(`${maple}/gate/maple-class?tray=ours`);
  for (const piece of ["snail", "feather", "spider"]) {
    const card = kaur.page.locator("article, li", { hasText: piece }).filter({ has: kaur.page.getByRole("button", { name: /Let in|Publish|Let out/ }) }).last();
    await leaves(kaur.page, card.getByRole("button", { name: /Let in|Publish|Let out/ }).first());
  }
  await kaur.page.goto(`${maple}/c/maple-class/what-we-found-in-the-hedge`);
  await kaur.page.getByRole("heading", { name: "3 pieces" }).waitFor();
  await seen(kaur, "collection-pieces");
  hadNothingToComplainOf(kaur);
});
