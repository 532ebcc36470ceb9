-- Part 1: the value, as Prisma derives it from schema.prisma.

ALTER TYPE "outgoing_work" ADD VALUE 'TICKET_CLOSING' BEFORE 'BILLING';
