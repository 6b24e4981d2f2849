/** The record of transfer: which model reads whose ideas. Shape only. */
import { z } from 'zod';

/** Which share of each model's ideas every model reads as intended: rows have the idea, columns read it. */
export const transferRecord = z.strictObject({
  models: z.array(z.string()),
  read: z.array(z.array(z.number())),
});
export type TransferRecord = z.output<typeof transferRecord>;
