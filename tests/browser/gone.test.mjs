// Taking back and erasing, by hand in a browser: what is asked, what is told, whom to telephone, what did not arrive, and the
// report on paper.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { adult as signedIn, leaves, openDemo, said, seen, seenInTheDark, until } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, pictures, visit, widths } from "./support.mjs";

let maple, oak;
before(async () => {
  ({ maple, oak } = await openDemo(4751));
});

/** An adult of Maple or Oak. */
const adult = (email, options) => signedIn(email.endsWith("@oak.example") ? oak : maple, email, options);

/** Opens what asks once more, and says yes. */
async function confirms(page, action) {
  const form = page.locator(`details form[action$="${action}"]`).first();
  await page.locator("details", { has: form }).last().locator("summary").first().click();
  await leaves(page, form.locator("button"));
}

/** Takes the newest post of Maple class back, by its teacher. Answers with where that is told. */
async function takesBack(teacher) {
  await teacher.page.goto(`${maple}/c/maple-class`);
  const posts = await teacher.page.$$eval("main a[href^='/c/maple-class/']", (links) => links.map((link) => link.getAttribute("href")));
  const post = posts.find((href) => !/\/(write|friends|partners)$/.test(href));
  await teacher.page.goto(maple + post);
  const take = teacher.page.locator('form[action^="/take-back/"]').first();
  await teacher.page.locator("details", { has: take }).last().locator("summary").click();
  await leaves(teacher.page, take.locator("button"));
  assert.match(teacher.page.url(), /\/taken-back\//);
  return teacher.page.url();
}

/** An admin of Oak gives Maple another standing there, with a reason. */
async function becomes(admin, state) {
  await admin.page.goto(`${oak}/schools`);
  const button = admin.page.locator(`button[name=state][value="${state}"]`);
  if ((await button.count()) === 0) await leaves(admin.page, "table th a");
  const form = admin.page.locator("form", { has: button }).first();
  await admin.page.locator("details", { has: form }).last().locator("summary").click();
  await form.locator("input[name=reason]").fill("A slip of the hand");
  await leaves(admin.page, form.locator("button"));
}

test("a pupil is erased without a script, and called off", async () => {
  const desk = await adult("ellis@maple.example");
  const plain = await adult("ellis@maple.example", { javaScriptEnabled: false });
  await desk.page.goto(`${maple}/erasures`);
  await seenInTheDark(desk, "erasures-none");
  await desk.page.goto(`${maple}/people/maple-class`);
  const ama = desk.page.locator("tbody tr", { has: desk.page.getByRole("rowheader", { name: /^Ama\b/ }) });
  const href = await ama.locator('a[href^="/erasures/pupil/"]').getAttribute("href");
  await desk.page.goto(maple + href);
  assert.match(await said(desk.page), /Type the name Ama to make sure/);
  await seenInTheDark(desk, "erase-pupil");

  // Both faults are told at once, and what was typed stays.
  await plain.page.goto(maple + href);
  await plain.page.fill("input[name=name]", "Somebody else");
  await leaves(plain.page, "main button.button--worry-main");
  assert.match(await said(plain.page), /Choose a reason[\s\S]*That is not the name/);
  assert.equal(await plain.page.inputValue("input[name=name]"), "Somebody else");
  await desk.page.fill("input[name=name]", "Somebody else");
  await leaves(desk.page, "main button.button--worry-main");
  await seen(desk, "erase-pupil-mend");
  await plain.page.check('input[name=reason][value="family"]');
  await plain.page.fill("input[name=name]", "Ama");
  await leaves(plain.page, "main button.button--worry-main");
  assert.equal(plain.page.url(), `${maple}/erasures`);

  await desk.page.goto(`${maple}/erasures`);
  assert.match(await said(desk.page), /Ama[\s\S]*Mr Ellis · The family asked[\s\S]*It can be called off until/);
  await seenInTheDark(desk, "erasures");
  await desk.page.goto(maple);
  assert.match(await said(desk.page), /A pupil is being erased\. It can be called off until/);
  await seenInTheDark(desk, "campus-reminded");
  await desk.page.goto(`${maple}/people/maple-class`);
  assert.equal(await ama.count(), 0);
  await plain.page.goto(`${maple}/erasures`);
  await leaves(plain.page, 'form[action$="/call-off"] button');
  assert.match(await said(plain.page), /Called off: today/);
  await desk.page.reload();
  assert.equal(await ama.count(), 1);
  hadNothingToComplainOf(desk, plain);
});

test("erasing is reached with the keyboard alone, and is nobody's but an admin's", async () => {
  const desk = await adult("ellis@maple.example");
  const teacher = await adult("kaur@maple.example");
  await desk.page.goto(`${maple}/erasures/class/choir`);

  // From the first field on: a reason, the name, the button, and the way out.
  await desk.page.focus('input[name=reason][value="family"]');
  const stops = [];
  for (let step = 0; step < 4; step += 1) {
    stops.push(await desk.page.evaluate(() => {
      const { name, innerText, localName } = document.activeElement;
      const shown = localName === "input" && document.activeElement.type === "radio" ? document.activeElement.closest("label") : document.activeElement;
      return [name || innerText, getComputedStyle(shown).outlineStyle];
    }));
    await desk.page.keyboard.press("Tab");
  }

  assert.deepEqual(stops.map(([what]) => what), ["reason", "name", "Erase for good", "No, keep everything"]);
  assert.ok(stops.slice(1).every(([, outline]) => outline === "solid"), `each shows that it has the focus: ${stops}`);
  for (const path of ["/erasures", "/erasures/class/choir", "/taken-back", "/deliveries"]) {
    assert.equal((await teacher.page.goto(maple + path)).status(), 404, path);
    assert.equal((await desk.page.goto(maple + path)).status(), 200, path);
  }
  hadNothingToComplainOf(desk);
});

test("what is taken back tells who has confirmed, and prints", async () => {
  const desk = await adult("ellis@maple.example");
  const teacher = await adult("kaur@maple.example");
  const address = await takesBack(teacher);
  await until(teacher.page, address, /1 of 1 confirmed/);
  await seenInTheDark(teacher, "taken-back-confirmed");

  await desk.page.goto(`${maple}/taken-back`);
  assert.match(await said(desk.page), /Everything is confirmed/);
  await seenInTheDark(desk, "taken-back-none");
  await desk.page.goto(address);
  await leaves(desk.page, 'a[href$="/report"]');
  const report = await said(desk.page);
  assert.match(report, /1 of 1 confirmed/);
  assert.match(report, /\d+ \w+ 20\d\d, \d\d:\d\d/, "a report has whole dates");
  assert.doesNotMatch(report, /today|yesterday/, "which say the same in a year");
  await seenInTheDark(desk, "removal-report");

  await desk.page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await desk.page.locator("header.top").isVisible(), false, "on paper there is no navigation");
  assert.equal(await desk.page.locator("[data-print]").isVisible(), false, "and no button");
  const ink = await desk.page.$eval("h1", (heading) => getComputedStyle(heading).color);
  assert.equal(ink, "rgb(0, 0, 0)", "black on white, however dark the screen");
  mkdirSync(pictures, { recursive: true });
  await desk.page.screenshot({ path: join(pictures, "removal-report-print.png"), fullPage: true });
  const pdf = await desk.page.pdf({ path: join(pictures, "removal-report.pdf"), format: "A4" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, "one sheet");
  hadNothingToComplainOf(desk, teacher);
});

test("a school that takes nothing is seen, telephoned and tried again", async () => {
  const desk = await adult("ellis@maple.example");
  const teacher = await adult("kaur@maple.example");
  const there = await adult("wafula@oak.example");
  await becomes(there, "ended");
  await becomes(there, "blocked");
  const address = await takesBack(teacher);

  await until(desk.page, `${maple}/deliveries`, /Oak Academy has not received 1 request to remove something since today/);
  await seenInTheDark(desk, "deliveries-behind");
  await desk.page.goto(`${maple}/schools`);
  await seenInTheDark(desk, "schools-behind");
  await leaves(desk.page, "table th a");
  assert.match(await said(desk.page), /has not received 1 request/);
  await seenInTheDark(desk, "school-behind");
  await leaves(desk.page, 'form[action$="/try"] button');
  assert.match(await desk.page.locator("[data-toast]").innerText(), /What waits for Oak Academy is tried now/);

  await desk.page.goto(`${maple}/taken-back`);
  assert.match(await said(desk.page), /0 of 1 confirmed/);
  await seenInTheDark(desk, "taken-back-open");
  await desk.page.goto(address);
  assert.match(await said(desk.page), /Whom to telephone[\s\S]*Mrs Wafula/);
  await seenInTheDark(desk, "taken-back-open-one");

  // Unblocked, it is one that they have parted from, and such a one still hears what is taken back.
  await becomes(there, "ended");
  await desk.page.goto(`${maple}/deliveries`);
  const again = desk.page.locator('form[action$="/try"] button');
  if ((await again.count()) > 0) await leaves(desk.page, again.first());
  await until(desk.page, address, /1 of 1 confirmed/);
  await desk.page.goto(`${maple}/deliveries`);
  assert.doesNotMatch(await said(desk.page), /has not received/);
  hadNothingToComplainOf(desk, teacher, there);
});
