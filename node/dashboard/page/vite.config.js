import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import svgr from 'vite-plugin-svgr';

/** Headlamp's compiled sources, unpacked here by ../build. */
const headlamp = resolve('headlamp');

/** Of the 7000 icons the few that are named somewhere; else the page would ask a server on the Internet for each. */
function icons() {
  const id = 'virtual:icons';
  return {
    name: 'icons',
    resolveId: source => (source === id ? '\0' + id : undefined),
    load(source) {
      if (source !== '\0' + id) return undefined;
      const { prefix, width, height, icons, aliases } = JSON.parse(readFileSync('node_modules/@iconify-json/mdi/icons.json', 'utf8'));
      const used = {};
      for (const name of namesIn([headlamp, 'src'])) {
        const icon = icons[name] ?? icons[aliases[name]?.parent];
        if (icon) used[name] = icon;
      }
      return 'export default ' + JSON.stringify({ prefix, width, height, icons: used });
    },
  };
}

function namesIn(directories) {
  const names = new Set();
  for (const directory of directories) {
    for (const file of readdirSync(directory, { recursive: true })) {
      if (!/\.jsx?$/.test(file)) continue;
      for (const [, name] of readFileSync(join(directory, file), 'utf8').matchAll(/mdi:([a-z0-9-]+)/g)) names.add(name);
    }
  }
  return names;
}

/** Headlamp's sources with what does not work in them: what Vite takes otherwise than webpack, and pages of objects without data. */
function mended() {
  const mends = [
    ['/headlamp/i18n/config.js', '.json?import=default`', '.json`'],
    ['/headlamp/components/configmap/Details.js', 'Object.entries(data)', 'Object.entries(data ?? {})'],
    ['/headlamp/components/secret/Details.js', 'Object.entries(data)', 'Object.entries(data ?? {})'],
  ];
  return {
    name: 'mended',
    enforce: 'pre',
    transform(code, id) {
      const mend = mends.find(([file]) => id.endsWith(file));
      if (!mend) return undefined;
      if (!code.includes(mend[1])) this.error(`${mend[0]} is not what it was`);
      return code.replace(mend[1], mend[2]);
    },
  };
}

export default defineConfig({
  plugins: [mended(), icons(), svgr({ svgrOptions: { exportType: 'default', ref: true, svgo: false, titleProp: true }, include: '**/*.svg?react' }), react()],
  resolve: { alias: { headlamp, path: 'path-browserify' } },
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.REACT_APP_HEADLAMP_VERSION': '"0.14.0"' },
  esbuild: { legalComments: 'eof' },
  build: { chunkSizeWarningLimit: 9000, reportCompressedSize: false, sourcemap: false },
});
