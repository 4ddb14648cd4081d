import { defineConfig, type Plugin } from "vite";

/** Keeps KaTeX's woff2 fonts and drops its older formats, which no supported browser asks for. */
function modernFontsOnly(): Plugin {
  return {
    name: "modern-fonts-only",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("katex") || !id.split("?")[0]?.endsWith(".css")) return null;
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[a-z]+"\)/g, "");
    },
  };
}

export default defineConfig({
  base: "./", // assets find each other wherever the site is mounted
  publicDir: false,
  plugins: [modernFontsOnly()],
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
