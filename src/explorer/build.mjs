import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bundles this folder into dist/explorer: one page, one script, one style sheet. Nothing is fetched.

const page = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../../dist/explorer/', import.meta.url));

/** `ready-tabs` is every file of tabs/ in order, each with the variables of the same name. */
const readyTabs = {
  name: 'ready-tabs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ready-tabs$/ }, () => ({ path: 'ready-tabs', namespace: 'ready-tabs' }));
    onLoad({ filter: /.*/, namespace: 'ready-tabs' }, async () => {
      const folder = join(page, 'tabs');
      const names = (await readdir(folder)).sort();
      const read = (name) => (names.includes(name) ? readFile(join(folder, name), 'utf8') : '');
      const tabs = names
        .filter((name) => name.endsWith('.graphql'))
        .map(async (name) => ({ query: await read(name), variables: await read(name.replace('.graphql', '.json')) }));
      return { loader: 'js', contents: `export const readyTabs = ${JSON.stringify(await Promise.all(tabs))};` };
    });
  },
};

/** GraphiQL's style sheet carries 350 kB of fonts inside; the page uses the fonts of the system. */
const withoutFonts = {
  name: 'without-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, async ({ path }) => {
      const style = await readFile(path, 'utf8');
      return { loader: 'css', contents: style.replace(/@font-face\s*\{[^}]*\}/g, '') };
    });
  },
};

await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: page,
  entryPoints: ['main.tsx'],
  outdir: out,
  entryNames: 'assets/[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'react-style-singleton': './no-style-elements.ts' },
  plugins: [readyTabs, withoutFonts],
  logLevel: 'warning',
});

const assets = Object.keys(metafile.outputs).map((path) => basename(path));
const address = (ending) => `/explorer/assets/${assets.find((name) => name.endsWith(ending))}`;
const template = await readFile(join(page, 'index.html'), 'utf8');
await writeFile(
  join(out, 'index.html'),
  template.replace('{{style}}', address('.css')).replace('{{script}}', address('.js')),
);
