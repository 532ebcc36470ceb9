export const title = 'Apollo 5, type-graphql, DataLoader and Prisma 7';
export { read, reads } from '../documents.js';
