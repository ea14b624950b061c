// Every main page in Arabic, Welsh and French: the words, the direction, no barrier, and nothing that is pushed out at the side.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { adult, openDemo } from "./demo.mjs";
import { hadNothingToComplainOf, hasNoBarriers, photograph, visit, widths } from "./support.mjs";

let told, maple;
before(async () => {
  ({ told, maple } = await openDemo(4781));
});

async function pupil() {
  const person = await visit(told(/^\s*Sam,/));
  await Promise.all([person.page.waitForURL((url) => !url.pathname.startsWith("/card/")), person.page.click("main button.button--main")]);
  return person;
}

/** Presses a language at the foot, and waits until the page speaks it. */
async function choose(page, language) {
  await Promise.all([page.waitForNavigation(), page.locator(`footer button[value=${language}]`).click()]);
  assert.equal(await page.getAttribute("html", "lang"), language);
}

/**
 * What reaches over the side of the window, words that are cut off in their button, and what was left in English by its key. Parts
 * that scroll by themselves may be wider, such as the map.
 */
async function faults(page) {
  return page.evaluate(() => {
    const found = [];
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let one = element; one; one = one.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX)) return true;
      return false;
    };
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || scrolls(element) || element.closest(".skip, .unseen, details:not([open]) > :not(summary)")) continue;
      if (box.left < -1 || box.right > width + 1) found.push(`over the side: ${element.outerHTML.slice(0, 160)}`);
    }
    for (const button of document.querySelectorAll("button, .button, .chip, .tabs__tab")) {
      const box = button.getBoundingClientRect();
      if (box.width > 0 && button.scrollWidth > Math.ceil(box.width) + 1) found.push(`cut off: ${button.outerHTML.slice(0, 160)}`);
    }
    const keys = document.body.innerText.match(/\b(?:nav|gate|post|write|tray|school|schools|partner|audit|delivery|error|pupils|staff|class|toast)-[a-z-]+\b/g);
    if (keys) found.push(`keys: ${keys.join(" ")}`);
    return [...new Set(found)];
  });
}

const pages = {
  stranger: ["/", "/sign-in", "/about", "/c/nothing-here"],
  sam: ["/", "/c/maple-class", "/c/maple-class/friends", "/c/maple-class/write", "/tray"],
  kaur: ["/gate", "/gate/maple-class?tray=in", "/gate/maple-class?tray=ours", "/gate/maple-class/history", "/partners/maple-class", "/people/maple-class", "/classes/maple-class"],
  ellis: ["/schools", "/schools/invitations", "/staff", "/classes", "/deliveries", "/erasures", "/taken-back", "/audit"],
};

test("every main page speaks Arabic, Welsh and French, and fits", async () => {
  const people = {
    stranger: await visit(maple),
    sam: await pupil(),
    kaur: await adult(maple, "kaur@maple.example"),
    ellis: await adult(maple, "ellis@maple.example"),
  };

  const wrong = [];
  for (const [language, direction] of [["ar", "rtl"], ["cy", "ltr"], ["fr", "ltr"]]) {
    for (const [name, paths] of Object.entries(pages)) {
      const { page } = people[name];
      await page.goto(`${maple}/`);
      await choose(page, language);
      // A post as it stands on the class's page.
      const posts = name === "sam" ? [await page.goto(`${maple}/c/maple-class`).then(() => page.locator(".card__title a").first().getAttribute("href"))] : [];
      for (const path of [...paths, ...posts]) {
        await page.goto(new URL(path, maple).href);
        assert.equal(await page.getAttribute("html", "dir"), direction);
        // 640 pixels at 200 % are 320.
        for (const width of [320, ...Object.values(widths)]) {
          await page.setViewportSize({ width, height: 800 });
          wrong.push(...(await faults(page)).map((fault) => `${language} ${path} at ${width}: ${fault}`));
        }
        await hasNoBarriers(page);
        if (process.env.BROWSER_PICTURES) await photograph(page, `${language}-${name}-${path.replaceAll(/[^a-z]+/g, "-")}`);
      }
    }
  }

  assert.deepEqual(wrong, []);
  hadNothingToComplainOf(...Object.values(people));
});

test("a language is chosen without scripts, stays, and is this browser's alone", async () => {
  const reader = await visit(`${maple}/about`, { javaScriptEnabled: false });
  const other = await visit(`${maple}/about`);

  await choose(reader.page, "cy");

  assert.equal(new URL(reader.page.url()).pathname, "/about");
  await reader.page.goto(`${maple}/sign-in`);
  assert.equal(await reader.page.getAttribute("html", "lang"), "cy");
  await reader.page.getByRole("heading", { name: "Mewngofnodi" }).waitFor();
  await other.page.reload();
  assert.equal(await other.page.getAttribute("html", "lang"), "en");
  hadNothingToComplainOf(reader, other);
});

test("a pupil's words and a class's name keep their own language and direction on an Arabic page", async () => {
  const sam = await pupil();
  await choose(sam.page, "ar");
  await sam.page.goto(`${maple}/c/maple-class`);

  const title = sam.page.locator(".card__title").first();
  const [language, direction] = await title.evaluate((element) => {
    const link = element.querySelector("a");
    return [link.closest("[lang]").getAttribute("lang"), getComputedStyle(link.closest("[dir]")).direction];
  });

  assert.match(language, /^en/);
  assert.equal(direction, "ltr");
  assert.equal(await sam.page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
  hadNothingToComplainOf(sam);
});
