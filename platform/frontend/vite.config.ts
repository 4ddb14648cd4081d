import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // assets find each other wherever the site is mounted
  publicDir: false,
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
        workspace: "src/workspace.ts",
        progress: "src/progress.ts",
        style: "styles/site.css",
        styleguide: "styles/styleguide.css",
      },
    },
  },
});
