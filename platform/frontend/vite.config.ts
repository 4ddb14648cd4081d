import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** A file smaller than this travels in one packet however it is sent. */
const TINY = 512;

/** Leaves a copy of each script and style in every encoding beside it, so that no request waits for compression. */
function compressed(): Plugin {
  return {
    name: "compressed",
    writeBundle({ dir }) {
      for (const name of readdirSync(`${dir}/assets`)) {
        const path = `${dir}/assets/${name}`;
        const data = readFileSync(path);
        if (!/\.(js|css|svg)$/.test(name) || data.length < TINY) continue;
        writeFileSync(`${path}.br`, brotliCompressSync(data));
        writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "./", // assets find each other wherever the site is mounted
  publicDir: false,
  plugins: [compressed()],
  build: {
    outDir: "../seodang/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0, // the content security policy allows no data: fonts
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        site: "src/site.ts",
        account: "src/account.ts",
        sizes: "src/sizes.ts",
        workspace: "src/workspace.ts",
        progress: "src/progress.ts",
        quiz: "src/quiz.ts",
        style: "styles/site.css",
        desk: "styles/desk.css",
        styleguide: "styles/styleguide.css",
      },
    },
  },
});
