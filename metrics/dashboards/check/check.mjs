// Has the TypeScript compiler hold ../escapement.json against Grafana's types, and beside it copies with one planted mistake
// each, which it has to reject: a check that lets those pass would be worth nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const tsc = 'node_modules/typescript/bin/tsc';
if (!existsSync(tsc)) fail('There is no compiler here: run `npm ci` first.');

const dashboard = readFileSync('../escapement.json', 'utf8');
const panelOf = (copy, type) => copy.panels.find((panel) => panel.type === type);
const rename = (object, from, to) => {
  object[to] = object[from];
  delete object[from];
};

// what the compiler has to complain of → how to plant it
const mistakes = {
  width: (copy) => rename(panelOf(copy, 'heatmap').gridPos, 'w', 'width'),
  titel: (copy) => rename(panelOf(copy, 'stat'), 'title', 'titel'),
  querry: (copy) => rename(panelOf(copy, 'timeseries').targets[0], 'expr', 'querry'),
  drawSytle: (copy) => rename(panelOf(copy, 'timeseries').fieldConfig.defaults.custom, 'drawStyle', 'drawSytle'),
  showLegnd: (copy) => rename(panelOf(copy, 'timeseries').options.legend, 'showLegend', 'showLegnd'),
  lins: (copy) => (panelOf(copy, 'timeseries').fieldConfig.defaults.custom.drawStyle = 'lins'),
  percntunit: (copy) => (panelOf(copy, 'stat').fieldConfig.defaults.unit = 'percntunit'),
  piechrt: (copy) => (panelOf(copy, 'stat').type = 'piechrt'),
  includeEverything: (copy) => rename(copy.templating.list[1], 'includeAll', 'includeEverything'),
  refesh: (copy) => rename(copy, 'refresh', 'refesh'),
};

rmSync('target', { recursive: true, force: true });
mkdirSync('target');
write('escapement', dashboard);
for (const [name, plant] of Object.entries(mistakes)) {
  const copy = JSON.parse(dashboard);
  plant(copy);
  write(name, JSON.stringify(copy, null, 2));
}

const files = ['escapement', ...Object.keys(mistakes)].map((name) => `target/${name}.ts`);
const options = '--strict --skipLibCheck --noEmit --module esnext --moduleResolution bundler --pretty false'.split(' ');
const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...files], { encoding: 'utf8' });
const complaints = stdout.split(/\n(?! )/).filter((complaint) => complaint !== '');
const about = (name) => (complaint) => complaint.startsWith(`target/${name}.ts`);

const unplanted = complaints.filter((complaint) => !Object.keys(mistakes).some((name) => about(name)(complaint)));
if (unplanted.length > 0) fail(`${unplanted.join('\n')}\nThe dashboard is not what Grafana's types ask for.`);

const unnoticed = Object.keys(mistakes).filter((name) => !complaints.filter(about(name)).some((complaint) => complaint.includes(`${name}"`) || complaint.includes(`'${name}'`)));
if (unnoticed.length > 0) fail(`Planted mistakes that the compiler did not name: ${unnoticed.join(', ')}\n${stdout}`);

console.log(`The dashboard has ${JSON.parse(dashboard).panels.length} panels and rows, all as Grafana's types ask for.`);
console.log(`${files.length - 1} copies with a planted mistake were rejected, each by its name.`);

/** The import comes last, so that the lines of a complaint are those of the JSON. */
function write(name, json) {
  writeFileSync(`target/${name}.ts`, `export default ${json.trimEnd()} satisfies Dashboard;\nimport type { Dashboard } from '../dashboard';\n`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
