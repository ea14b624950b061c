// The main job, by hand in a browser, on the demo's schools: out through one gate, in through another, and back again.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { adult, openDemo, seen } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, photograph, visit } from "./support.mjs";

let demo, told, maple, oak;
before(async () => {
  demo = await openDemo(4701);
  ({ told, maple, oak } = demo);
});

async function pupil(address) {
  const person = await visit(address);
  await Promise.all([person.page.waitForURL((url) => !url.pathname.startsWith("/card/")), person.page.click("main button.button--main")]);
  return person;
}

/** Loads a page again and again until something is so; the schools talk to each other meanwhile. */
async function until(page, address, what, look) {
  const deadline = Date.now() + 120_000;
  for (;;) {
    await page.goto(address);
    if (await look()) return;
    assert.ok(Date.now() < deadline, `waited in vain for ${what} at ${address}`);
    await page.waitForTimeout(300);
  }
}

/** A plain PNG, so that the story needs no file beside it. */
function png(width, height) {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (bytes) => (bytes.reduce((sum, byte) => crcTable[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc(body));
    return Buffer.concat([head, body, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (_, x) => [40, (x * 3) & 255, (y * 4) & 255]).flat()])));
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const card = (page, words) => page.locator("[data-card]", { hasText: words });

test("a pupil's post and a friend's comment go through both gates, and come back", async () => {
  const wanjiru = await pupil(told(/^\s*Wanjiru/));
  const otieno = await adult(oak, "otieno@oak.example");
  const kaur = await adult(maple, "kaur@maple.example");
  const sam = await pupil(told(/^\s*Sam,/));

  // Wanjiru writes a post with a picture.
  const picture = join(demo.folder, "kite.png");
  writeFileSync(picture, png(320, 200));
  await wanjiru.page.goto(`${oak}/c/baobab-class/write`);
  await hasNoBarriers(wanjiru.page);
  await wanjiru.page.fill("#title", "My kite over Nairobi");
  await wanjiru.page.fill("#body", "I made a kite from **paper** and string.\n\nIt flew over the trees.");
  await wanjiru.page.locator("[data-slot] summary").first().click();
  await wanjiru.page.setInputFiles("#picture_1", picture);
  await wanjiru.page.fill("#alt_1", "A blue kite above green trees");
  await wanjiru.page.locator("input[name=who_1][value=nobody]").check({ force: true });
  await wanjiru.page.click("button[name=send][value=out]");
  await wanjiru.page.waitForURL((url) => !url.pathname.endsWith("/write"));
  await wanjiru.page.goto(`${oak}/tray`);
  await wanjiru.page.getByText("My kite over Nairobi").waitFor();

  // It waits under Ours; her teacher lets it out.
  await otieno.page.goto(`${oak}/gate/baobab-class?tray=ours`);
  await hasNoBarriers(otieno.page);
  await card(otieno.page, "My kite over Nairobi").locator("button[value=let_in]").click();
  await otieno.page.locator("#toast").getByText("Undo").waitFor();

  // Ten seconds later it waits at Maple, and Sam cannot tell.
  const comingIn = `${maple}/gate/maple-class?tray=in`;
  const here = () => card(kaur.page, "My kite over Nairobi").locator("button[value=let_in]");
  await until(kaur.page, comingIn, "the kite and its picture", async () => (await here().count()) > 0);
  await hasNoBarriers(kaur.page);
  await sam.page.goto(`${maple}/c/maple-class/friends`);
  assert.equal(await sam.page.getByText("My kite over Nairobi").count(), 0);

  // Mrs Kaur lets it in; Sam reads it and comments.
  await here().click();
  await kaur.page.locator("#toast").getByText("Undo").waitFor();
  await sam.page.goto(`${maple}/c/maple-class/friends`);
  await hasNoBarriers(sam.page);
  await Promise.all([sam.page.waitForURL(/friends\/./), sam.page.getByRole("link", { name: /My kite over Nairobi/ }).first().click()]);
  await hasNoBarriers(sam.page);
  await sam.page.locator("main img[alt='A blue kite above green trees']").first().waitFor();
  const post = sam.page.url();
  await sam.page.fill("#text", "I would like to fly your kite in Leeds!");
  await sam.page.locator("form:has(#text) button.button--main").click();
  await sam.page.goto(`${maple}/tray`);
  await hasNoBarriers(sam.page);
  await sam.page.getByText("fly your kite in Leeds").waitFor();

  // Going out at Maple, coming in at Oak. Sam sees how far it has come, and Mrs Kaur does, too.
  const knows = async (words) => {
    const comment = (page, kind) => page.locator(kind, { hasText: "fly your kite in Leeds" }).getByText(words);
    await until(sam.page, `${maple}/tray`, words, async () => (await comment(sam.page, ".tray-item").count()) > 0);
    await kaur.page.goto(post);
    await comment(kaur.page, ".bubble").waitFor();
  };
  await kaur.page.goto(`${maple}/gate/maple-class?tray=out`);
  await card(kaur.page, "fly your kite in Leeds").locator("button[value=let_in]").click();
  await kaur.page.locator("#toast").getByText("Undo").waitFor();
  await knows(/A teacher of .+ reads it first/);
  await seen(sam, "tray-waiting-abroad");
  await seen(kaur, "comment-waiting-abroad");
  const atOak = () => card(otieno.page, "fly your kite in Leeds").locator("button[value=let_in]");
  await until(otieno.page, `${oak}/gate/baobab-class?tray=in`, "Sam's comment", async () => (await atOak().count()) > 0);
  await wanjiru.page.goto(`${oak}/c/baobab-class/my-kite-over-nairobi`);
  assert.equal(await wanjiru.page.getByText("fly your kite in Leeds").count(), 0);
  await atOak().click();
  await otieno.page.locator("#toast").getByText("Undo").waitFor();
  await wanjiru.page.goto(`${oak}/c/baobab-class/my-kite-over-nairobi`);
  await wanjiru.page.getByText("fly your kite in Leeds").waitFor();
  await hasNoBarriers(wanjiru.page);
  await sam.page.goto(`${maple}/tray`);
  const out = sam.page.locator("[data-sticker=out]");
  await out.getByText("fly your kite in Leeds").waitFor();
  await knows(/It is on the page of/);

  // Wanjiru changes her post, and her teacher lets the change out. Maple's pupils read the old words until theirs is in.
  await wanjiru.page.locator("main a[href*='/edit/']").first().click();
  await wanjiru.page.waitForURL(/\/edit\//);
  await hasNoBarriers(wanjiru.page);
  await wanjiru.page.fill("#body", "I made a kite from **paper** and string.\n\nIt flew over the school roof.");
  await wanjiru.page.click("button[name=send][value=out]");
  await wanjiru.page.waitForURL(/tray/);
  await otieno.page.goto(`${oak}/gate/baobab-class?tray=ours`);
  await card(otieno.page, "school roof").locator("button[value=let_in]").click();
  await otieno.page.locator("#toast").getByText("Undo").waitFor();
  const added = kaur.page.locator(".difference ins", { hasText: "school roof" });
  const edit = () => kaur.page.locator("[data-card]", { has: added });
  // Its picture comes a moment later, and only then can it be let in as it is.
  const letIn = () => edit().locator("button[value=let_in]");
  await until(kaur.page, comingIn, "the change", async () => (await letIn().count()) > 0);
  // Changes of what is up stand above everything else.
  const kinds = await kaur.page.locator("[data-card]").evaluateAll((cards) => cards.map((card) => (card.querySelector(".difference ins") ? "change" : "new")));
  assert.ok(kinds.lastIndexOf("change") < kinds.indexOf("new"), kinds.join(" "));
  assert.match(await edit().locator(".difference del").allInnerTexts().then((words) => words.join(" ")), /trees/);
  await hasNoBarriers(kaur.page);
  await sam.page.goto(post);
  await sam.page.getByText("It flew over the trees.").waitFor();
  assert.equal(await sam.page.getByText("school roof").count(), 0);
  await letIn().click();
  await kaur.page.locator("#toast").getByText("Undo").waitFor();
  await sam.page.goto(post);
  await sam.page.getByText("It flew over the school roof.").waitFor();

  // Taken back: gone at Maple, and Oak sees who confirmed.
  await otieno.page.goto(`${oak}/c/baobab-class/my-kite-over-nairobi`);
  const back = await otieno.page.locator("a[href*='/take-back/'], form[action*='/take-back/']").first();
  const address = (await back.getAttribute("href")) ?? (await back.getAttribute("action"));
  await otieno.page.goto(new URL(address, oak).href);
  await hasNoBarriers(otieno.page);
  await otieno.page.locator(`main form[action*='/take-back/'] button`).last().click();
  await otieno.page.waitForURL(/taken-back/);
  const receipts = otieno.page.url();
  await until(sam.page, post, "the post to go", async () => (await sam.page.getByText("A blue kite above green trees").count()) === 0 && (await sam.page.getByText("My kite over Nairobi").count()) === 0);
  await until(otieno.page, receipts, "the receipt", async () => (await otieno.page.locator("main").innerText()).includes("1 of 1") || /confirmed/i.test(await otieno.page.locator("main table").innerText()));
  await hasNoBarriers(otieno.page);

  hadNothingToComplainOf(wanjiru, otieno, kaur, sam);
});

test("the main pages have no barriers and fit a phone, a tablet and a desk", async () => {
  const kaur = await adult(maple, "kaur@maple.example");
  const ellis = await adult(maple, "ellis@maple.example");
  const sam = await pupil(told(/^\s*Sam,/));
  const family = await visit(told(/families of Maple class/));
  await family.page.click("main button.button--main");
  await family.page.waitForURL((url) => !url.pathname.startsWith("/family/"));
  const stranger = await visit(maple);
  const pages = [
    [stranger, "/", "front-door"],
    [stranger, "/sign-in", "sign-in"],
    [stranger, "/about", "about"],
    [stranger, "/c/nothing-here", "error"],
    [family, "/c/maple-class", "class-family"],
    [sam, "/", "campus"],
    [sam, "/c/maple-class", "class"],
    [sam, "/c/maple-class/friends", "friends"],
    [sam, "/c/maple-class/write", "write"],
    [sam, "/tray", "tray"],
    [kaur, "/gate", "gate-all"],
    [kaur, "/gate/maple-class?tray=in", "gate"],
    [kaur, "/gate/maple-class?tray=ours", "gate-ours"],
    [kaur, "/gate/maple-class/history", "gate-history"],
    [kaur, "/partners/maple-class", "partner-classes"],
    [kaur, "/people/maple-class", "people"],
    [kaur, "/classes/maple-class", "class-change"],
    [ellis, "/partners", "partners"],
    [ellis, "/staff", "staff"],
    [ellis, "/classes", "classes"],
    [ellis, "/deliveries", "deliveries"],
    [ellis, "/audit", "audit"],
  ];
  for (const [person, path, name] of pages) {
    await person.page.goto(`${maple}${path}`);
    await hasNoBarriers(person.page);
    await photograph(person.page, name, { schemes: ["light", "dark"] });
  }
  hadNothingToComplainOf(kaur, ellis, sam, family, stranger);
});

test("an open gate says that more waits, and moves nothing", async () => {
  const kaur = await adult(maple, "kaur@maple.example");
  const sam = await pupil(told(/^\s*Sam,/));
  await kaur.page.goto(`${maple}/gate/maple-class?tray=ours`);
  const where = () => kaur.page.locator("#gate").boundingBox();
  const number = async () => Number(await kaur.page.locator("[data-all-waiting]").innerText());
  const [place, waiting] = [await where(), await number()];
  assert.equal(await kaur.page.locator("#live a").count(), 0);

  await sam.page.goto(`${maple}/c/maple-class/write`);
  await sam.page.fill("#title", "A hedgehog in our garden");
  await sam.page.fill("#body", "It came at night and ate an apple.");
  await sam.page.click("button[name=send][value=out]");
  await sam.page.waitForURL((url) => !url.pathname.endsWith("/write"));

  const news = kaur.page.locator("#live a");
  await news.waitFor();
  assert.deepEqual([await where(), await number()], [place, waiting + 1]);
  assert.equal(await kaur.page.getByText("A hedgehog in our garden").count(), 0, "a number, and not what it is");
  await hasNoBarriers(kaur.page);
  await photograph(kaur.page, "gate-live", { schemes: ["light", "dark"] });
  await news.press("Enter");
  await card(kaur.page, "A hedgehog in our garden").waitFor();
  assert.equal(await news.count(), 0);
  // A decision on this page is no news to it.
  await card(kaur.page, "A hedgehog in our garden").locator("button[value=let_in]").click();
  await kaur.page.locator("#toast").getByText("Undo").waitFor();
  assert.equal(await news.count(), 0);
  hadNothingToComplainOf(kaur, sam);
});

test("the gate works without scripts", async () => {
  const hughes = await visit(`${maple}/sign-in`, { javaScriptEnabled: false });
  await hughes.page.fill("input[name=email]", "hughes@maple.example");
  await hughes.page.fill("input[name=password]", "open-the-gate");
  await hughes.page.click("main button.button--main");
  await hughes.page.goto(`${maple}/gate/maple-class?tray=in`);
  const before = await hughes.page.locator("[data-card]").count();
  assert.ok(before > 10, `only ${before} wait`);
  await hughes.page.locator("[data-card] button[value=turn_away]").last().click();
  await hughes.page.locator("#toast").getByText("Turned away.").waitFor();
  await hughes.page.locator("#toast button").first().click();
  await hughes.page.goto(`${maple}/gate/maple-class?tray=in`);
  assert.equal(await hughes.page.locator("[data-card]").count(), before);
  hadNothingToComplainOf(hughes);
});

test("what an adult published is a draft again when it is undone, and nothing is lost", async () => {
  const kaur = await adult(maple, "kaur@maple.example");
  await kaur.page.goto(`${maple}/c/maple-class/write`);
  await kaur.page.fill("#title", "Bring a coat");
  await kaur.page.fill("#body", "It will rain on Friday.");
  await kaur.page.click("button[name=send][value=out]");
  await kaur.page.locator("[data-undo]").click();
  await kaur.page.waitForURL(/\/edit\//);
  assert.equal(await kaur.page.inputValue("#body"), "It will rain on Friday.");

  await kaur.page.goto(`${maple}/c/maple-class`);
  await Promise.all([kaur.page.waitForURL(/maple-class\/./), kaur.page.locator(".card__title a").first().click()]);
  await kaur.page.fill("#text", "What a good week!");
  await kaur.page.locator("form:has(#text) button.button--main").click();
  await kaur.page.locator("[data-undo]").click();
  await kaur.page.waitForURL(/again=/);
  assert.equal(await kaur.page.inputValue("#text"), "What a good week!");
  hadNothingToComplainOf(kaur);
});
