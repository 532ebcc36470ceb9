import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

// JavaScript, because TypeScript knows WebAssembly only together with the types of a browser.

const BINARY = '../../node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm';

/** The package expects a bundler to do this. */
export async function loadSchemaEngine() {
  const bytes = await readFile(fileURLToPath(new URL(BINARY, import.meta.url)));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}
