// A family asks for something to be removed, and a teacher answers: by hand in a browser, with and without a script.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adult, leaves, openDemo, said, seen, seenInTheDark } from "./demo.mjs";
import { hadNothingToComplainOf, visit } from "./support.mjs";

let told, maple;
before(async () => {
  ({ told, maple } = await openDemo(4761));
});

/** A family of Maple class, by the link that the demo tells. */
async function family(options) {
  const person = await visit(told(/families of Maple class/), options);
  await leaves(person.page, "main button.button--main");
  return person;
}

test("a family finds the feed of its class, by the keyboard and without a script", async () => {
  const plain = await visit(told(/families of Maple class/), { javaScriptEnabled: false });
  const visitor = await visit(told(/families of Maple class/));
  for (const { page } of [plain, visitor]) {
    await page.locator("main details summary").focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.getByText("JSON Feed").isVisible());
  }
  await seen(visitor, "family-feed");
  assert.match(await visitor.page.getByText("JSON Feed").getAttribute("href"), /^\/family\/\w+\/feed\.json$/);
  hadNothingToComplainOf(plain, visitor);
});

test("a family asks for a post to go, and its teacher lets it go", async () => {
  const home = await family();
  const plain = await family({ javaScriptEnabled: false });
  const teacher = await adult(maple, "kaur@maple.example");
  await seen(await adult(maple, "kaur@maple.example"), "requests-none");
  const posts = await home.page.$$eval("main a[href^='/c/maple-class/']", (links) => links.map((link) => link.getAttribute("href")));
  const post = posts.find((href) => !/\/(write|friends|feed.atom)$/.test(href));
  await home.page.goto(maple + post);
  await leaves(home.page, "article.post__paper a[href^='/ask-removal/']");
  await seen(home, "ask-removal");
  await plain.page.goto(home.page.url());
  await plain.page.fill("textarea[name=words]", "Our child is in the picture.");
  await leaves(plain.page, "main form button.button--main");
  assert.match(await said(plain.page), /answers within a week/);
  await home.page.goto(plain.page.url());
  await seen(home, "ask-removal-thanks");

  await teacher.page.goto(`${maple}/gate/maple-class`);
  await leaves(teacher.page, teacher.page.getByText("A family waits for an answer until"));
  assert.match(await said(teacher.page), /Our child is in the picture\./);
  await seen(teacher, "requests");
  await seenInTheDark(teacher);
  await teacher.page.getByText("Remove it", { exact: true }).click();
  await leaves(teacher.page, "main article button.button--worry-main");
  assert.match(await teacher.page.locator("body").innerText(), /Removed\. The family/);
  await seen(teacher, "requests-answered");
  assert.equal((await home.page.goto(maple + post)).status(), 404);
  hadNothingToComplainOf(teacher, plain);
});
