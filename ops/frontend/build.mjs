// Bundles static/js and static/css into static/dist/. Everything it needs is installed by `npm ci`; nothing is fetched.
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const outdir = path.join(root, "static/dist");
const options = {
  absWorkingDir: root,
  entryPoints: {
    main: "static/js/main.js",
    reviewer: "static/js/reviewer.js",
  },
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "linked",
  logLevel: "info",
};
const styles = {
  ...options,
  entryPoints: {
    main: "static/css/main.css",
    reviewer: "static/css/reviewer.css",
  },
  // Phones of 2020 and later.
  target: ["chrome87", "firefox78", "safari14"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
};

if (process.argv.includes("--watch")) {
  const contexts = await Promise.all([esbuild.context(options), esbuild.context(styles)]);
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  // What is wrong has been printed by then; a stack trace of this file would only hide it.
  await Promise.all([esbuild.build(options), esbuild.build(styles)]).catch(() => {
    process.exitCode = 1;
  });
}
