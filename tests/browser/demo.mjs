// A demo of our own and the people in it: signed in once, looked at in every width, in the light and in the dark.

import assert from "node:assert/strict";
import { hadNothingToComplainOf, hasNoBarriers, photograph, start, visit, widths } from "./support.mjs";

/** Starts three schools, the first at this port, and what may be met beside them: their addresses, and what the demo told of whom. */
export async function openDemo(port, beside = []) {
  const others = beside.flatMap((host) => ["--beside", host]);
  const demo = await start(["demo", "--fresh", "--port", String(port), ...others], { seconds: 90 });
  const at = (school, port) => `http://${school}.localhost:${port}`;
  /** What it printed behind a person's name. */
  const told = (pattern) => {
    const line = demo.lines.find((line) => pattern.test(line));
    assert.ok(line, `the demo did not say ${pattern}`);
    return line.trim().split(/\s{2,}/).at(-1);
  };
  return { folder: demo.folder, told, maple: at("maple", port), oak: at("oak", port + 1), birch: at("birch", port + 2) };
}

/** The same person at every desk: signing in costs the server a moment. */
const signedIn = new Map();

export async function adult(school, email, options = {}) {
  const storageState = signedIn.get(email);
  const person = await visit(storageState ? `${school}/` : `${school}/sign-in`, { ...options, storageState });
  if (!storageState) {
    await person.page.fill("input[name=email]", email);
    await person.page.fill("input[name=password]", "open-the-gate");
    await leaves(person.page, "main button.button--main");
    signedIn.set(email, await person.context.storageState());
  }
  return person;
}

/** Presses what leads to another page, and waits for that. */
export async function leaves(page, button) {
  const place = typeof button === "string" ? page.locator(button).first() : button;
  await Promise.all([page.waitForNavigation(), place.click()]);
}

/**
 * No barrier at a phone, a tablet and a desk, in the light and in the dark, and nothing that scrolls sideways. The dark changes
 * colours and nothing else; it is looked at in a window of its own, where the page was never light. Pictures are taken where
 * somebody asks for them.
 */
export async function seen(person, name) {
  const { page } = person;
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 800 });
    await hasNoBarriers(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} px wide in a window of ${width} px`);
  }
  await page.setViewportSize({ width: widths.desk, height: 800 });
  if (process.env.BROWSER_PICTURES) await photograph(page, name, { schemes: ["light", "dark"] });
}

export async function seenInTheDark(person, name) {
  await seen(person, name);
  const storageState = await person.context.storageState();
  const dark = await visit(person.page.url(), { storageState, colorScheme: "dark" });
  for (const width of Object.values(widths)) {
    await dark.page.setViewportSize({ width, height: 800 });
    await hasNoBarriers(dark.page, { rules: ["color-contrast"] });
  }
  hadNothingToComplainOf(dark);
  await dark.context.close();
}

export const said = (page) => page.locator("main").innerText();

/** Loads a page again and again until it says something; the schools talk to each other meanwhile. */
export async function until(page, address, words) {
  const deadline = Date.now() + 120_000;
  for (;;) {
    await page.goto(address);
    if (words.test(await said(page))) return;
    assert.ok(Date.now() < deadline, `waited in vain for ${words} at ${address}`);
    await page.waitForTimeout(300);
  }
}
