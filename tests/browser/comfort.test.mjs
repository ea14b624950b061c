// Reading with ease: every background without a barrier, in the light and in the dark, in forced colours and from right to left;
// nothing that is pushed out at the side by large letters; and it is there again in another browser.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { leaves, openDemo } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, photograph, visit, widths } from "./support.mjs";

let told, maple;
before(async () => {
  ({ told, maple } = await openDemo(4801));
});

/** Sam with a browser of his own. */
async function sam(options = {}) {
  const person = await visit(told(/^\s*Sam,/), options);
  await leaves(person.page, "main button.button--main");
  return person;
}

async function choose(page, choice) {
  await page.goto(`${maple}/comfort`);
  await leaves(page, `button[value=${choice}]`);
  assert.equal(await page.getAttribute(`button[value=${choice}]`, "aria-pressed"), "true");
}

async function backToUsual(page) {
  await page.goto(`${maple}/comfort`);
  if (await page.locator("button[value=all-usual]").count()) await leaves(page, "button[value=all-usual]");
}

async function pages(page) {
  await page.goto(`${maple}/c/maple-class`);
  const post = await page.locator(".card__title a").first().getAttribute("href");
  return ["/comfort", "/", "/c/maple-class", post, "/c/maple-class/write", "/tray"];
}

async function fits(page, name, wrong) {
  for (const width of [320, ...Object.values(widths)]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const reaches = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.left < -1 || box.right > width + 1);
      });
      return reaches.map((element) => element.outerHTML.slice(0, 120));
    });
    if (over.length > 0) wrong.push(`${name} at ${width} px: ${over.slice(0, 4).join("\n  ")}`);
  }
  await page.setViewportSize({ width: widths.desk, height: 800 });
}

test("every background keeps its contrast on every page, whatever the device asks for", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const person = await sam({ colorScheme });
    const { page } = person;
    const all = await pages(page);
    for (const background of ["usual", "white", "cream", "blue", "green", "dark"]) {
      if (background === "usual") await backToUsual(page);
      else await choose(page, `background-${background}`);
      for (const path of all) {
        await page.goto(new URL(path, maple).href);
        await hasNoBarriers(page, path === "/comfort" ? {} : { rules: ["color-contrast"] });
      }
      await page.goto(`${maple}/comfort`);
      if (process.env.BROWSER_PICTURES && colorScheme === "light") {
        for (const path of ["/comfort", "/c/maple-class", "/tray"]) {
          await page.goto(new URL(path, maple).href);
          await photograph(page, `comfort-${background}-${path.replaceAll(/[^a-z]+/g, "-")}`);
        }
      }
    }
    await backToUsual(page);
    hadNothingToComplainOf(person);
    await person.context.close();
  }
});

test("a background is what was chosen also where the device is dark", async () => {
  const person = await sam({ colorScheme: "dark" });
  const paper = () => person.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await backToUsual(person.page);
  assert.equal(await paper(), "rgb(23, 25, 29)");

  await choose(person.page, "background-white");

  assert.equal(await paper(), "rgb(255, 255, 255)");
  await backToUsual(person.page);
  hadNothingToComplainOf(person);
});

test("the largest letters with the most space fit every window, from right to left too, and in forced colours", async () => {
  const person = await sam();
  const { page } = person;
  for (const choice of ["size-larger", "spacing-wider", "typeface-opendyslexic", "background-green"]) await choose(page, choice);
  const all = await pages(page);
  const wrong = [];
  for (const language of ["en", "ar"]) {
    await page.goto(`${maple}/tray`);
    await leaves(page, `footer button[value=${language}]`);
    for (const path of all) {
      await page.goto(new URL(path, maple).href);
      assert.equal(await page.getAttribute("html", "lang"), language);
      await fits(page, `${language} ${path}`, wrong);
      await hasNoBarriers(page);
      if (process.env.BROWSER_PICTURES) await photograph(page, `comfort-largest-${language}-${path.replaceAll(/[^a-z]+/g, "-").slice(0, 24)}`);
    }
  }
  assert.deepEqual(wrong, []);
  await page.goto(`${maple}/comfort`);
  await page.emulateMedia({ forcedColors: "active" });
  // Each sample has the colours of the device, and which one is chosen is told by more than its colour.
  const samples = await page.locator(".samples [data-ground]").evaluateAll((samples) =>
    samples.map((sample) => {
      const style = getComputedStyle(sample);
      const mark = getComputedStyle(sample.querySelector(".sample__name .icon")).visibility;
      return `${style.color} on ${style.backgroundColor}, ${sample.dataset.ground} ${style.borderTopWidth} ${mark}`;
    }),
  );
  const other = (name) => `rgb(0, 0, 0) on rgb(255, 255, 255), ${name} 2px hidden`;
  const chosen = "rgb(0, 0, 0) on rgb(255, 255, 255), green 4px visible";
  assert.deepEqual(samples, [other("usual"), other("white"), other("cream"), other("blue"), chosen, other("dark")]);
  if (process.env.BROWSER_PICTURES) await photograph(page, "comfort-forced");
  await page.emulateMedia({ forcedColors: null });
  await page.goto(`${maple}/tray`);
  await leaves(page, "footer button[value=en]");
  await backToUsual(page);
  hadNothingToComplainOf(person);
});

test("what was chosen without scripts is there in another browser, in one tap from any page", async () => {
  const first = await sam({ javaScriptEnabled: false });
  await first.page.goto(`${maple}/c/maple-class`);
  await leaves(first.page, "header .top__comfort");
  await leaves(first.page, "button[value=background-cream]");
  assert.equal(new URL(first.page.url()).hash, "#background");
  await leaves(first.page, "button[value=motion-less]");
  await leaves(first.page, "main a.button--main");
  assert.equal(new URL(first.page.url()).pathname, "/c/maple-class");

  const second = await sam({ reducedMotion: "no-preference" });

  assert.equal(await second.page.getAttribute("html", "data-ground"), "cream");
  const moves = await second.page.evaluate(() => getComputedStyle(document.querySelector("header a")).transitionDuration);
  assert.equal(moves, "1e-05s");
  await backToUsual(second.page);
  await first.page.reload();
  assert.equal(await first.page.getAttribute("html", "data-ground"), null);
  hadNothingToComplainOf(first, second);
});

test("the letters of OpenDyslexic travel only to who chose them", async () => {
  const before = await sam();
  await backToUsual(before.page);
  await before.context.close();
  // A browser that has never seen the page of comfort, where they are shown.
  const person = await sam();
  const asked = [];
  person.context.on("request", (request) => asked.push(request.url()));
  await person.page.goto(`${maple}/tray`, { waitUntil: "networkidle" });
  assert.ok(!asked.some((url) => url.includes("opendyslexic")), asked.join(" "));

  await choose(person.page, "typeface-opendyslexic");

  await person.page.goto(`${maple}/tray`, { waitUntil: "networkidle" });
  const drawn = await person.page.evaluate(() => document.fonts.check('16px "OpenDyslexic"'));
  assert.ok(drawn);
  await backToUsual(person.page);
  hadNothingToComplainOf(person);
});
