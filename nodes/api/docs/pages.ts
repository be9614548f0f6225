import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Contract } from '../contract/contract.ts';
import type { ContractFile } from '../contract/contract-files.ts';
import { assetPage, type Page, textPage } from './page.ts';

const resolve = createRequire(import.meta.url).resolve;
const script = 'text/javascript';

/** Every page of the documentation by its path. Nothing is fetched from another host. */
export function documentationPages(contract: Contract): ReadonlyMap<string, Page> {
  const { files } = contract;
  return new Map([
    ...documentPages('/openapi', () => contract.merged),
    ...files.flatMap((file) => documentPages(`/openapi/${file.name}`, () => file)),
    ['/docs', textPage('text/html', () => swaggerPage)],
    ['/docs/start.js', textPage(script, () => swaggerStart(files))],
    ['/docs/swagger-ui.css', asset('text/css', 'swagger-ui-dist/swagger-ui.css')],
    ['/docs/swagger-ui-bundle.js', asset(script, 'swagger-ui-dist/swagger-ui-bundle.js')],
    ['/docs/swagger-ui-standalone-preset.js', asset(script, 'swagger-ui-dist/swagger-ui-standalone-preset.js')],
    ['/redoc', textPage('text/html', () => redocPage(files))],
    ['/redoc/start.js', textPage(script, () => redocStart)],
    ['/redoc/redoc.standalone.js', asset(script, 'redoc/bundles/redoc.standalone.js')],
  ]);
}

function documentPages(path: string, contract: () => ContractFile): [string, Page][] {
  return [
    [`${path}.json`, textPage('application/json', () => JSON.stringify(contract().document))],
    [`${path}.yaml`, textPage('application/yaml', () => contract().yaml())],
  ];
}

function asset(type: string, file: string): Page {
  return assetPage(`${type}; charset=utf-8`, () => readFileSync(resolve(file)));
}

const swaggerPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Busbar API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/swagger-ui-standalone-preset.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

function swaggerStart(files: readonly ContractFile[]): string {
  const urls = [
    { name: 'All contracts', url: '/openapi.json' },
    ...files.map(({ name }) => ({ name, url: `/openapi/${name}.json` })),
  ];
  return `SwaggerUIBundle({
  urls: ${JSON.stringify(urls)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;
}

function redocPage(files: readonly ContractFile[]): string {
  const links = files.map(({ name }) => `<a href="/redoc?contract=${name}">${name}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Busbar API</title>
<link rel="icon" href="data:,">
</head>
<body style="margin: 0">
<nav style="padding: 8px; font-family: sans-serif"><a href="/redoc">All contracts</a> ${links.join(' ')}</nav>
<div id="redoc"></div>
<script src="/redoc/redoc.standalone.js"></script>
<script src="/redoc/start.js"></script>
</body>
</html>
`;
}

const redocStart = `const contract = new URLSearchParams(location.search).get('contract');
const document_ = contract ? '/openapi/' + encodeURIComponent(contract) + '.json' : '/openapi.json';
Redoc.init(document_, {}, document.getElementById('redoc'));
`;
