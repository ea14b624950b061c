// Looking for words, in every width and language, with scripts and without: a teacher in what waits, a pupil in what may be read.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adult, leaves, openDemo, said, seen } from "./demo.mjs";
import { hadNothingToComplainOf, visit } from "./support.mjs";

const PORT = 4793;

let maple;
let told;
before(async () => {
  ({ maple, told } = await openDemo(PORT));
});

async function lookFor(page, words) {
  await page.locator("#q").fill(words);
  await leaves(page, page.locator(".find button"));
}

for (const javaScriptEnabled of [true, false]) {
  test(`a teacher finds by words from any page, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const kaur = await adult(maple, "kaur@maple.example", { javaScriptEnabled });
    const { page } = kaur;
    await page.goto(`${maple}/c/maple-class`);
    const title = await page.locator(".card h3, .card h2").first().innerText();
    await leaves(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Search" }));
    if (javaScriptEnabled) await seen(kaur, "search-empty");

    await lookFor(page, title);

    assert.ok((await page.locator(".hits mark").count()) > 0);
    assert.equal(new URL(page.url()).searchParams.get("q"), title);
    if (javaScriptEnabled) {
      await seen(kaur, "search-found");
      await lookFor(page, "zzzz-nothing");
      await seen(kaur, "search-nothing");
      await lookFor(page, "%");
      assert.match(await said(page), /no word in that/);
      await page.goBack();
      await page.goBack();
    }
    await leaves(page, page.locator(".hits a").first());
    assert.ok(!page.url().includes("/search"));
    hadNothingToComplainOf(kaur);
  });
}

for (const [language, word] of [["cy", "Chwilio"], ["fr", "Rechercher"], ["ar", "ابحث"]]) {
  test(`the same in ${language}`, async () => {
    const kaur = await adult(maple, "kaur@maple.example");
    const { page } = kaur;
    await page.goto(`${maple}/search?q=the`);
    await leaves(page, page.locator(`.languages button[value=${language}]`));
    assert.equal(await page.locator(".find button").innerText(), word);
    await seen(kaur, `search-${language}`);
    hadNothingToComplainOf(kaur);
  });
}

test("a pupil finds what was let in and reads it", async () => {
  const sam = await visit(told(/^\s*Sam,/));
  const { page } = sam;
  await leaves(page, page.locator("main button.button--main"));
  await page.goto(`${maple}/c/maple-class`);
  const title = await page.locator(".card h3, .card h2").first().innerText();
  await page.goto(`${maple}/search`);
  await lookFor(page, title);
  await seen(sam, "search-pupil");
  await leaves(page, page.locator(".hits a").first());
  assert.ok((await said(page)).includes(title));
  hadNothingToComplainOf(sam);
});

for (const javaScriptEnabled of [true, false]) {
  test(`an admin searches the long lists, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const ellis = await adult(maple, "ellis@maple.example", { javaScriptEnabled });
    const { page } = ellis;
    for (const [name, found, none] of [
      ["staff", "/staff?right=teacher", "/staff?q=zzzz"],
      ["schools", "/schools?state=trusted", "/schools?q=zzzz"],
      ["classes", "/classes?kind=class", "/classes?q=zzzz"],
      ["deliveries", "/deliveries?how=arrived", "/deliveries?how=trouble"],
    ]) {
      await page.goto(maple + none);
      assert.match(await said(page), /Nothing found/, none);
      await page.goto(maple + found);
      assert.doesNotMatch(await said(page), /Nothing found/, found);
      if (javaScriptEnabled) await seen(ellis, `narrowed-${name}`);
      const table = page.waitForEvent("download");
      await page.getByRole("link", { name: "Download as a table" }).click();
      assert.match((await table).suggestedFilename(), new RegExp(`^${name}.*\\.csv$`));
      await leaves(page, page.getByRole("link", { name: "Show everything" }));
      assert.equal(new URL(page.url()).search, "");
    }
    hadNothingToComplainOf(ellis);
  });
}
