/** Keys of a config that a program gives, instead of a file. */
import type { z } from 'zod';
import { UserError } from '../study/errors.ts';
import { describeIssue } from '../study/issues.ts';

/** The validated keys, with every default filled in; `where` names them in the message. Throws a UserError of one line. */
export function parseKeys<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  where: string,
): z.output<Schema> {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new UserError(`${where}: ${parsed.error.issues.map(describeIssue).join('; ')}`);
}
