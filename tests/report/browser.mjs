// Opens the page of --report as a person would, in Debian's Chromium: on a screen, on a telephone, on paper, and as
// axe-core sees it for those who cannot see.
//
// usage: browser.mjs SHOAL, or browser.sh SHOAL where there may be no node. Exits with 77, and a sentence, where Chromium or the packages of package.json are missing.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = resolve(here, "../..");
const chromium_path = "/usr/bin/chromium";
const require = createRequire(import.meta.url);

function skip(missing) {
  console.log(`skipped: there is no ${missing}; ./run test slow installs it`);
  process.exit(77);
}

if (!existsSync(chromium_path)) skip("Chromium");
if (!existsSync(join(here, "node_modules"))) skip("tests/report/node_modules");
const { chromium } = require("playwright-core");
const axe_path = require.resolve("axe-core");

const shoal = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "shoal-page-"));
let failures = 0;

function check(page, rule, found) {
  const holds = found.length === 0;
  console.log(`${holds ? "ok  " : "FAIL"} ${page}: ${rule}${holds ? "" : ": " + found.slice(0, 5).join("; ")}`);
  if (!holds) failures++;
}

function write_page(name, inventories, options = []) {
  const path = join(folder, `${name}.html`);
  const days = ["--as-of", "2026-11-23", "--known-at", "2026-11-23"];
  const made = spawnSync(shoal, ["assess", inventories, ...days, ...options, "--report", path], { cwd: source });
  if (!existsSync(path)) throw new Error(`no page was written: ${made.stderr}`);
  return path;
}

function write_readiness(name, applications, devices) {
  const path = join(folder, `${name}.html`), portfolio = join(folder, `${name}-portfolio`);
  const list = join(folder, `${name}.csv`), estate = join(folder, `${name}.shoal`);
  execFileSync(join(here, "portfolio.py"), [portfolio, `${applications}`, list, `${devices}`]);
  const days = ["--received", "2026-11-23"];
  if (devices > 0) execFileSync(shoal, ["import", list, "--estate", estate, ...days]);
  const asked = devices > 0 ? ["--estate", estate, "--as-of", "2026-11-23", "--known-at", "2026-11-23", ...days] : [];
  const targets = ["windows-xp-sp3-x86", "windows-10-22h2-x64", "windows-11-25h2-x64", "windows-11-25h2-arm64"];
  const made = spawnSync(shoal, ["readiness", portfolio, ...targets.flatMap((target) => ["--target", target]),
    ...asked, "--report", path], { cwd: source, maxBuffer: 1e9 });
  if (!existsSync(path)) throw new Error(`no page was written: ${made.stderr}`);
  return path;
}

// A made programme with its plan, after a short search: how good it is is not what is looked at here.
function write_plan(name, devices) {
  const path = join(folder, `${name}.html`), programme = join(folder, `${name}-programme`);
  execFileSync(shoal, ["sample", "--programme", "--devices", `${devices}`, "--seed", "3", "--as-of", "2026-01-05",
    "--output", programme]);
  const made = spawnSync(shoal, ["plan", join(programme, "programme.toml"), "--time", "2", "--scenarios", "500",
    "--report", path], { cwd: source, maxBuffer: 1e9 });
  if (!existsSync(path)) throw new Error(`no page was written: ${made.stderr}`);
  return path;
}

// What is folded is looked at too, and devices are in one count each.
async function check_plan(name, path, browser, devices) {
  const { page } = await open(browser, path);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  await page.addScriptTag({ path: axe_path });
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  check(name, "axe finds no violation in what is folded", violations.map((violation) => violation.id));
  const numbers = await page.locator("#sites-table ~ tbody td:nth-child(2)").evaluateAll((cells) =>
    cells.map((cell) => Number(cell.textContent.replaceAll(",", ""))));
  const staying = await page.locator(".honesty > div:nth-child(4) dd").evaluate((cell) =>
    Number(cell.firstChild.textContent.replaceAll(",", "")));
  const sum = numbers.reduce((a, b) => a + b, 0) + staying;
  check(name, "the devices of sites and those that stay sum to all", sum === devices ? [] : [`${sum} of ${devices}`]);
  await page.close();
}

// Each bar of states has the numbers beside it, and they sum to the applications; every application is named.
async function check_readiness(name, path, browser, applications) {
  const { page } = await open(browser, path);
  const sums = await page.locator("#targets .whole").evaluateAll((wholes) => wholes.map((whole) => {
    const numbers = [...whole.querySelectorAll("tbody td:nth-child(2)")].map((cell) =>
      Number(cell.textContent.replaceAll(",", "")));
    const drawn = whole.querySelector("svg desc").textContent.match(/: [0-9,]+/g).map((text) =>
      Number(text.slice(2).replaceAll(",", "")));
    const sum = numbers.pop();
    return { parts: numbers.reduce((a, b) => a + b, 0), drawn: drawn.reduce((a, b) => a + b, 0), sum };
  }));
  check(name, "the states of each target sum to the applications, drawn and written", sums.length === 4
    ? sums.filter((each) => each.parts !== applications || each.drawn !== applications || each.sum !== applications)
      .map((each) => JSON.stringify(each)) : [`${sums.length} targets`]);
  const text = await page.locator("#matrix").textContent();
  const lacking = [...Array(applications).keys()].map((at) => `application-${String(at).padStart(5, "0")}`)
    .filter((each) => !text.includes(each));
  check(name, "every application is named", lacking);
  // Devices stand in one bucket each, and the order ends with all that were blocked.
  const devices = await page.locator("#devices .whole").evaluateAll((wholes) => wholes.map((whole) =>
    [...whole.querySelectorAll("tbody td:nth-child(2)")].map((cell) => Number(cell.textContent.replaceAll(",", "")))));
  check(name, "the buckets of the devices sum", devices.filter((each) =>
    each.slice(0, -1).reduce((a, b) => a + b, 0) !== each.at(-1) || each.at(-1) === 0).map(String));
  const bare = await page.locator("#matrix-table ~ tbody td").evaluateAll((cells) =>
    cells.filter((cell) => !/^(ready|ready with remedies|blocked|unassessed)/.test(cell.textContent)).length);
  check(name, "each cell of the matrix says its state in words", bare > 0 ? [`${bare} cells`] : []);
  await page.close();
}

// The clinic as it might have been: RECEPTION-1 ran XP, RECEPTION-2 was not there, XRAY-0 was, and two were called XRAY-2.
function write_earlier(path) {
  cpSync(join(source, "examples/clinic"), path, { recursive: true });
  const xray = join(path, "xray/XRAY-2_20261116_systeminfo.txt");
  const like_xray = (name) => readFileSync(xray, "latin1").replace(/XRAY-2\b/g, name);
  writeFileSync(join(path, "reception/RECEPTION-1_20261116_systeminfo.txt"), like_xray("RECEPTION-1"), "latin1");
  writeFileSync(join(path, "xray/XRAY-0_20261116_systeminfo.txt"), like_xray("XRAY-0"), "latin1");
  writeFileSync(join(path, "xray/XRAY-2b_20261116_systeminfo.txt"), like_xray("XRAY-2"), "latin1");
  rmSync(join(path, "reception/RECEPTION-2_20261116_systeminfo.txt"));
  return path;
}

// Without scripts, as the page is meant to be read: whatever it asks for from elsewhere is seen here.
async function open(browser, path, settings = {}) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, bypassCSP: true, ...settings });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  return { page, asked: asked.filter((url) => url !== pathToFileURL(path).href && url !== "data:,") };
}

async function check_structure(name, path, browser) {
  const { page, asked } = await open(browser, path);
  check(name, "nothing is loaded from elsewhere", asked);
  const found = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    const known = new Set(ids);
    const links = [...document.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    const handlers = [...document.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames().filter((attribute) => attribute.startsWith("on")));
    return {
      scripts: [...document.querySelectorAll("script,iframe,object,embed,form")].map((element) => element.tagName),
      handlers,
      policy: document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content ?? "",
      repeated: ids.filter((id, at) => ids.indexOf(id) !== at),
      dead: links.filter((link) => !link.startsWith("#") || !known.has(link.slice(1))),
      names: document.body.textContent.length > 1000 ? [] : ["the page is empty"],
    };
  });
  check(name, "it has no script and no form", [...found.scripts, ...found.handlers]);
  check(name, "it forbids whatever it has not", found.policy.startsWith("default-src 'none';") ? [] : [found.policy]);
  check(name, "no id stands twice", found.repeated);
  check(name, "every link leads to a place in the page", found.dead);
  check(name, "it says something", found.names);
  await page.close();
}

async function check_widths(name, path, browser) {
  for (const width of [390, 1200]) {
    const { page } = await open(browser, path, { viewport: { width, height: 900 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(name, `at ${width} px only tables scroll sideways`, wide > width ? [`${wide} px`] : []);
    await page.close();
  }
}

async function check_axe(name, path, browser) {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await open(browser, path, { colorScheme });
    await page.addScriptTag({ path: axe_path });
    const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
    check(name, `axe finds no violation (${colorScheme})`,
      violations.map((violation) => `${violation.id} (${violation.nodes.length}): ${violation.nodes[0].html}`));
    await page.close();
  }
}

async function check_paper(name, path, browser, sheets_max) {
  const { page } = await open(browser, path);
  const printed = await page.pdf({ preferCSSPageSize: true });
  const sheets = printed.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const sizes = new Set(printed.toString("latin1").match(/\/MediaBox\s*\[[^\]]*\]/g));
  console.log(`     ${name}: ${sheets} sheets, ${statSync(path).size} bytes`);
  check(name, `it prints to at most ${sheets_max} sheets of A4`,
    sheets > 0 && sheets <= sheets_max && sizes.size === 1 ? [] : [`${sheets} sheets`, ...sizes]);
  await page.close();
}

function check_size(name, path) {
  const bytes = statSync(path).size;
  check(name, "it has less than 3 MB", bytes < 3e6 ? [] : [`${bytes} bytes`]);
}

async function check_page(name, path, browser, sheets_max) {
  check_size(name, path);
  await check_structure(name, path, browser);
  await check_widths(name, path, browser);
  await check_axe(name, path, browser);
  await check_paper(name, path, browser, sheets_max);
}

// Names stand below headings such as "migrated: 1 device"; the counts of both days lead to them.
async function check_comparison(name, path, browser) {
  const { page } = await open(browser, path);
  const wanted = ["migrated: 1 device RECEPTION-1", "appeared: 1 device RECEPTION-2", "gone_silent: 1 device XRAY-0"];
  const found = await page.locator("#changes h3").evaluateAll((heads) =>
    heads.map((head) => `${head.textContent} ${head.nextElementSibling.textContent}`.trim()));
  check(name, "it names what came, went and migrated",
    wanted.filter((each) => !found.includes(each)).map((each) => `no "${each}" in ${found}`));
  check(name, "it says what nobody can tell",
    found.some((each) => each.startsWith("unclear: ") && each.includes("XRAY-2")) ? [] : found);
  const unled = await page.locator("#changes h3").evaluateAll((heads) =>
    heads.filter((head) => !document.querySelector(`#changes a[href="#${head.id}"]`)).map((head) => head.id));
  check(name, "its counts lead to the names", unled);
  await page.close();
}

const browser = await chromium.launch({ executablePath: chromium_path, args: ["--no-sandbox"] });
try {
  const asked = ["--incident", "wannacry", "--has", "KB4012598"];
  await check_page("clinic", write_page("clinic", "examples/clinic", asked), browser, 33);
  const part = write_page("part", "examples/clinic", ["--where", "os:xp"]);
  await check_page("part", part, browser, 30);
  const { page } = await open(browser, part);
  const told = await page.locator("header").innerText();
  check("part", "it says of what it is a part",
    told.includes("Only those of 14 devices read that the filter means: os:xp") ? [] : [told]);
  const since = write_page("since", "examples/clinic", ["--compare", write_earlier(join(folder, "earlier"))]);
  await check_page("since", since, browser, 36);
  await check_comparison("since", since, browser);
  const estate = join(folder, "estate");
  execFileSync(join(here, "estate.py"), [estate, "28000"]);
  await check_page("28,000 devices", write_page("estate", estate, asked), browser, 150);
  for (const [name, applications, devices, sheets_max] of [["40 applications", 40, 0, 25],
    ["40 applications on 100 devices", 40, 100, 35], ["5,000 applications on 18,000 devices", 5000, 18000, 170]]) {
    const readiness = write_readiness(name, applications, devices);
    await check_page(name, readiness, browser, sheets_max);
    await check_readiness(name, readiness, browser, applications);
  }
  for (const [name, devices] of [["a plan for 300 devices", 300], ["a plan for 6,000 devices", 6000]]) {
    const plan = write_plan(name, devices);
    await check_page(name, plan, browser, 16);
    await check_plan(name, plan, browser, devices);
  }
  // Whatever changed is named: here all of them, once more.
  const appeared = write_page("appeared", estate, [...asked, "--compare", "examples/clinic"]);
  check_size("28,000 devices that appeared", appeared);
  await check_paper("28,000 devices that appeared", appeared, browser, 200);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
if (failures > 0) console.log(`${failures} rules broken`);
process.exit(failures > 0 ? 1 : 0);
