// What every story needs: a server of its own, a browser, a check for barriers, and pictures to look at.
//
//   const server = await start(["demo", "--fresh"], { ready: /ready/i });
//   const visitor = await visit(server.addresses[0]);
//   await hasNoBarriers(visitor.page);
//   await photograph(visitor.page, "campus");

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");

/** The program under test: BROWSER_BINARY, or what `cargo build` left. */
export const binary = process.env.BROWSER_BINARY ?? join(target, "debug/schoolgate");

/** Where `photograph` puts its pictures. */
export const pictures = process.env.BROWSER_PICTURES ?? join(target, "pictures");

/** A phone, a tablet, a desk. */
export const widths = { phone: 360, tablet: 820, desk: 1280 };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Said once for the file: within a test, `after` would mean the end of that test.
const started = [];
let launched;
const withoutScripts = new WeakSet();
after(async () => {
  await (await launched)?.close();
  await Promise.all(started.map((stop) => stop()));
});

/**
 * Starts a program and resolves when it has printed a line that matches `ready`; it is stopped when the tests of the
 * file are over. Rejects, with all it said, if it ends before or takes longer than `seconds`.
 *
 * It runs in a folder of its own, which is removed afterwards.
 */
export async function start(words, { ready = /\bready\b/i, environment = {}, seconds = 30, program = binary } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "schoolgate-browser-"));
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, SCHOOLGATE_DATA: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = [];
  const hear = (stream, line) => (lines.push(line), stream.emit("heard", line));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => hear(stream, line));
  }
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });

  const stop = async () => {
    child.kill("SIGTERM");
    // One that does not stop when asked is a fault to see, and must not keep the tests waiting.
    const late = new AbortController();
    const deadline = setTimeout(() => late.abort(), 20_000);
    late.signal.addEventListener("abort", () => child.kill("SIGKILL"));
    const how = await ended;
    clearTimeout(deadline);
    rmSync(folder, { recursive: true, force: true });
    assert.ok(!late.signal.aborted, `it did not stop when asked to; ${how}`);
  };

  let deadline;
  const isReady = new Promise((resolve) => child.stdout.on("heard", (line) => ready.test(line) && resolve("ready")));
  const isLate = new Promise((resolve) => (deadline = setTimeout(resolve, seconds * 1000, `not ready in ${seconds} s`)));
  const outcome = await Promise.race([isReady, ended, isLate]);
  clearTimeout(deadline);
  if (outcome !== "ready") {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${program} ${words.join(" ")}: ${outcome}\n${lines.join("\n")}`);
  }

  started.push(stop);
  return {
    folder,
    /** All it has said so far, on both streams. */
    lines,
    /** The web addresses among that, each once, in order. */
    get addresses() {
      return [...new Set(lines.join("\n").match(/https?:\/\/[^\s"'|<>)]+/g) ?? [])];
    },
    process: child,
  };
}

/** The browser of this test file: one process, started when first asked for. */
export async function browser() {
  launched ??= launch();
  return launched;
}

async function launch() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  assert.ok(executablePath, "no Chromium: `apt-get install chromium`, or name one with CHROMIUM=/path");
  return chromium.launch({
    executablePath,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      // It is to speak to our servers and to nobody else.
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Chromium's own walls do not work for root, and the pages are ours.
      ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/**
 * A person with a browser window of their own (cookies, storage), at an address. Options are those of Playwright's
 * `newContext`, such as `{ javaScriptEnabled: false }` or `{ colorScheme: "dark" }`.
 */
export async function visit(address, options = {}) {
  const context = await (await browser()).newContext({
    viewport: { width: widths.desk, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    ...options,
  });
  const errors = [];
  const strays = [];
  const home = new URL(address).hostname;
  context.on("weberror", (event) => errors.push(event.error().message));
  context.on("console", (message) => {
    // What could not be loaded is heard of below, with its address; a page of trouble that was asked for is no failure.
    if (!["error", "warning"].includes(message.type()) || message.text().startsWith("Failed to load resource")) return;
    errors.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("response", (answer) => {
    if (answer.status() >= 400 && !answer.request().isNavigationRequest()) errors.push(`${answer.status()} ${answer.url()}`);
  });
  context.on("requestfailed", (request) => {
    // Aborted is what becomes of a picture when somebody clicks on before it is there.
    const why = request.failure()?.errorText ?? "failed";
    if (why !== "net::ERR_ABORTED") errors.push(`${why} ${request.url()}`);
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== home) strays.push(request.url());
  });
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) withoutScripts.add(page);
  await page.goto(address);
  return {
    context,
    page,
    /** What the browser complained of: failing scripts, errors and warnings in its console, what could not be loaded. */
    errors,
    /** Requests to any other host than the one visited: there must never be one. */
    strays,
  };
}

/** Fails if the browser of any of these had something to complain of, or asked another host. */
export function hadNothingToComplainOf(...people) {
  for (const person of people) {
    assert.deepEqual(person.errors, [], "the browser complained");
    assert.deepEqual(person.strays, [], "a page asked another host");
  }
}

/**
 * Fails, naming each place, if a page keeps somebody out (WCAG 2.2 A and AA, as far as a program can tell). `rules` are those of
 * axe to try alone, where a page was tried already and only one thing about it has changed.
 */
export async function hasNoBarriers(page, { rules } = {}) {
  assert.ok(!withoutScripts.has(page), "the check is a script: visit the same page with scripts enabled for it");
  // By the debugger's door: the page's own Content-Security-Policy would not let it in, and is to stay as strict.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const runOnly = rules ? { type: "rule", values: rules } : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }),
    runOnly,
  );
  const list = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n    ${node.html}`));
  assert.equal(list.length, 0, `${list.length} barriers on ${page.url()}:\n${list.join("\n")}`);
}

/** Takes a picture at each width, `pictures/<name>-360.png` and so on, and fails if the page scrolls sideways. */
export async function photograph(page, name, { schemes = ["light"] } = {}) {
  mkdirSync(pictures, { recursive: true });
  const before = page.viewportSize();
  const files = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const width of Object.values(widths)) {
      await page.setViewportSize({ width, height: 800 });
      const suffix = colorScheme === "light" ? "" : `-${colorScheme}`;
      const path = join(pictures, `${name}-${width}${suffix}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name} is ${wide} px wide in a window of ${width} px`);
      files.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return files;
}
