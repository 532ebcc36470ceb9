import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../shared/logger.js';

const PAGE = '/explorer/';

/** Two folders up is the package's root, from `src` as from `dist`. */
const builtPage = fileURLToPath(new URL('../../dist/explorer/', import.meta.url));

/** Everything comes from this server, and nothing goes anywhere else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // The editor's style sheet carries its small pictures inside.
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves GraphiQL at `/explorer/`, as the build bundled it, and leads there from `/`. */
export async function addExplorer(app: FastifyInstance, logger: Logger): Promise<void> {
  if (!existsSync(builtPage)) {
    logger.warn('The explorer is on, but its page was not built: run "npm run build:explorer".');
    return;
  }
  for (const url of ['/', '/explorer']) app.get(url, async (_request, reply) => reply.redirect(PAGE));
  await app.register(async (scope) => {
    scope.addHook('onSend', async (request, reply) => {
      void reply.header('content-security-policy', policy);
      // Assets change their name with their content; the page itself keeps the server's `no-store`.
      const isAsset = request.url.startsWith(`${PAGE}assets/`) && reply.statusCode < 400;
      if (isAsset) void reply.header('cache-control', 'public, max-age=31536000, immutable');
    });
    const sending = { cacheControl: false, decorateReply: false, dotfiles: 'ignore' } as const;
    await scope.register(fastifyStatic, { root: builtPage, prefix: PAGE, ...sending });
  });
}
