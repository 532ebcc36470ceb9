-- Part 1: the column, as Prisma derives it from schema.prisma.

ALTER TABLE "billing_plans" ADD COLUMN     "undo_line_ids" UUID[];
