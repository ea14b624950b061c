// Takes the README's pictures anew, of the demo as it is: `node tests/browser/pictures.mjs`.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { start, visit } from "./support.mjs";

const PORT = 4711;
const docs = resolve(import.meta.dirname, "../../docs");
const size = { width: 1280, height: 940 };

test("the pictures of the README", async () => {
  const demo = await start(["demo", "--fresh", "--port", String(PORT)], { seconds: 90 });
  const told = (pattern) => demo.lines.find((line) => pattern.test(line)).trim().split(/\s{2,}/).at(-1);
  const maple = `http://maple.localhost:${PORT}`;
  const sam = await visit(told(/^\s*Sam,/), { viewport: size });
  await Promise.all([sam.page.waitForURL((url) => !url.pathname.startsWith("/card/")), sam.page.click("main button.button--main")]);
  const kaur = await visit(`${maple}/sign-in`, { viewport: size });
  await kaur.page.fill("input[name=email]", "kaur@maple.example");
  await kaur.page.fill("input[name=password]", "open-the-gate");
  await Promise.all([kaur.page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), kaur.page.click("main button.button--main")]);

  for (const [person, path, name] of [
    [kaur, "/gate/maple-class?tray=in", "gate"],
    [sam, "/", "campus"],
    [sam, "/c/maple-class", "class"],
  ]) {
    await person.page.goto(`${maple}${path}`, { waitUntil: "networkidle" });
    const file = join(docs, `${name}.png`);
    await person.page.screenshot({ path: file, animations: "disabled" });
    const weight = statSync(file).size;
    assert.ok(weight < 200_000, `${name}.png weighs ${weight} bytes`);
  }
});
