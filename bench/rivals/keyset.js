// Cursors of the contenders that bring none of their own: the place behind a name and an id.

/** @param {{ name: string, id: string }} row */
export function encode({ name, id }) {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url');
}

/** @param {string} cursor @returns {[name: string, id: string]} */
export function decode(cursor) {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString());
}
