// A class's pupils from a list: a look through it, then what it showed, with scripts and without.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adult, openDemo } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, photograph } from "./support.mjs";

const PORT = 4783;

let maple;
before(async () => {
  ({ maple } = await openDemo(PORT));
});

async function signedIn(options) {
  const kaur = await adult(maple, "kaur@maple.example", options);
  await kaur.page.goto(`${maple}/people/maple-class`);
  return kaur;
}

async function press(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).first().click()]);
}

for (const [javaScriptEnabled, child] of [[true, "Zuri"], [false, "Zelda"]]) {
  test(`a teacher pastes a list, looks through it and adds what is new, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const kaur = await signedIn({ javaScriptEnabled });
    const { page } = kaur;
    const known = await page.locator("tbody th > span[dir=auto]").first().innerText();
    await page.getByLabel("Names").fill(`${child}\n${known}\n${child} B\n${child}\nLeo;9`);
    await press(page, "Look through it");

    await page.getByText("Nobody has been added yet.").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 5);
    await page.getByText("The same as line 1: not added.").waitFor();
    if (javaScriptEnabled) {
      await hasNoBarriers(page);
      await photograph(page, "list", { schemes: ["light", "dark"] });
    }
    await press(page, "Add these 2");

    await page.getByText("2 pupils added.").waitFor();
    assert.equal(await page.locator("tbody th", { hasText: `${child} B` }).count(), 1);
    hadNothingToComplainOf(kaur);
  });
}

test("a file that cannot be read says how to save it, and is read once it is so", async () => {
  const kaur = await signedIn();
  const { page } = kaur;
  await page.getByLabel("Or a CSV file").setInputFiles({ name: "class.csv", mimeType: "text/csv", buffer: Buffer.from("Zo\u00eb", "latin1") });
  await press(page, "Look through it");
  await page.getByText("Save it as “CSV UTF-8”, or paste the names.").waitFor();
  await hasNoBarriers(page);
  await photograph(page, "list-refused");

  await page.getByLabel("Or a CSV file").setInputFiles({ name: "class.csv", mimeType: "text/csv", buffer: Buffer.from("\ufeffSurname;First name\r\nOsei;Zoë") });
  await press(page, "Look through it");
  await page.getByText("Only the column “First name” is read.").waitFor();
  await page.getByRole("button", { name: "Add this pupil" }).waitFor();
});
