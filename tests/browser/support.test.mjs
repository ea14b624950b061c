// The helpers themselves: a check that cannot fail would let everything through.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { hasNoBarriers, photograph, start, visit } from "./support.mjs";

const head = `<!doctype html><html lang="en"><head><title>A page</title></head>`;
const good = `${head}<body><main><h1>Hello</h1><p>Welcome.</p></main></body></html>`;

/** A web server that is a program of its own, as Schoolgate is: it says where it listens and that it is ready. */
async function serve(html, headers = {}) {
  const program = `
    const server = require("node:http").createServer((_, answer) => {
      answer.writeHead(200, ${JSON.stringify({ "content-type": "text/html", ...headers })});
      answer.end(${JSON.stringify(html)});
    });
    server.listen(0, "127.0.0.1", () => {
      console.log("School: http://127.0.0.1:" + server.address().port + "/");
      console.log("Ready.");
    });
    process.on("SIGTERM", () => process.exit(0));`;
  const server = await start(["--eval", program], { program: process.execPath });
  return server.addresses[0];
}

test("a good page has no barriers, however strict its policy", async () => {
  const visitor = await visit(await serve(good, { "content-security-policy": "default-src 'none'" }));

  await hasNoBarriers(visitor.page);

  assert.equal(await visitor.page.textContent("h1"), "Hello");
  assert.deepEqual(visitor.errors, []);
});

test("a picture without words is a barrier", async () => {
  const visitor = await visit(await serve(good.replace("Welcome.", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`)));

  await assert.rejects(hasNoBarriers(visitor.page), /image-alt/);
});

test("the check for barriers says so where it cannot run, and pictures are taken all the same", async () => {
  const visitor = await visit(await serve(good), { javaScriptEnabled: false });

  await assert.rejects(hasNoBarriers(visitor.page), /scripts enabled/);
  assert.equal((await photograph(visitor.page, "support-without-scripts")).length, 3);
});

test("a page is photographed at three widths, in light and dark", async () => {
  const visitor = await visit(await serve(good));

  const files = await photograph(visitor.page, "support", { schemes: ["light", "dark"] });

  assert.equal(files.length, 6);
  const widths = files.map((file) => readFileSync(file).readUInt32BE(16));
  assert.deepEqual(widths, [360, 820, 1280, 360, 820, 1280]);
});

test("a page that scrolls sideways is told so", async () => {
  const visitor = await visit(await serve(good.replace("<p>", `<p style="width: 600px">`)));

  await assert.rejects(photograph(visitor.page, "support-wide"), /600 px wide in a window of 360 px|px wide in a window/);
});

test("a request to another host is noticed", async () => {
  const address = await serve(good.replace("Welcome.", `<img alt="" src="http://127.0.0.2:9/spy.png">`));

  assert.deepEqual((await visit(address)).strays, ["http://127.0.0.2:9/spy.png"]);
});

test("a page's failing script is noticed", async () => {
  const visitor = await visit(await serve(good.replace("</main>", "</main><script>missing()</script>")));

  assert.match(visitor.errors.join(), /missing is not defined/);
});

test("a program that ends before it is ready is told with its own words", async () => {
  const words = ["--eval", `console.error("the port is taken"); process.exit(2)`];

  await assert.rejects(start(words, { program: process.execPath }), /ended with 2[^]*the port is taken/);
  await assert.rejects(start([], { program: "/no/such/program" }), /ENOENT/);
});

test("a started program has a folder of its own", async () => {
  const program = `
    require("node:fs").writeFileSync("here", process.env.SCHOOLGATE_DATA);
    console.log("ready");
    process.on("SIGTERM", () => process.exit(0));
    setInterval(() => {}, 1000);`;

  const server = await start(["--eval", program], { program: process.execPath });

  assert.ok(existsSync(`${server.folder}/here`));
  assert.equal(readFileSync(`${server.folder}/here`, "utf8"), server.folder);
});
