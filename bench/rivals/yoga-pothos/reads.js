export const title = 'GraphQL Yoga 5 with Pothos and Prisma 7';
export { read, reads } from '../documents.js';
