/** Writes the event file that readEvents.py has TensorBoard read: node --import tsx test/store/oracles/makeEvents.ts FOLDER */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvents } from '../../../pipeline/store/eventFile.ts';
import { EVENTS, WALL_TIME } from './events.ts';

const folder = process.argv[2]!;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'events.out.tfevents.1700000000.oracle'), encodeEvents(EVENTS, WALL_TIME));
